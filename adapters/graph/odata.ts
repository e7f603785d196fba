/** What a query asks of an answer. Options that are not known, or not understood, ask for nothing. */
export interface Query {
  /** In lower case. */
  readonly select?: ReadonlySet<string> | undefined
  readonly filter?: ((item: object) => boolean) | undefined
  readonly top?: number | undefined
  readonly skip?: number | undefined
  readonly isCounted?: boolean | undefined
}

/** `$select`, `$filter`, `$top`, `$skip` and `$count`, with or without the `$`. Never fails. */
export function readQuery(search: URLSearchParams): Query {
  const options = new Map([...search].map(([name, value]) => [name.toLowerCase().replace(/^\$/, ''), value]))
  const select = namesOf(options.get('select') ?? '')
  return {
    select: select.size === 0 || select.has('*') ? undefined : select,
    filter: readFilter(options.get('filter') ?? ''),
    top: wholeNumber(options.get('top')),
    skip: wholeNumber(options.get('skip')),
    isCounted: options.get('count')?.toLowerCase() === 'true',
  }
}

/** Where the metadata of something is said to be. */
export function contextOf(root: string, path: string): string {
  return `${root}/$metadata#${path}`
}

/** `users('ada%40example.com')`, with quotes doubled as OData wants them. */
export function keyOf(set: string, key: string): string {
  return `${set}('${encodeURIComponent(key.replaceAll("'", "''"))}')`
}

/** One object, or the part of it that was asked for. Annotations stay. */
export function entity(context: string, item: object, { select }: Query): object {
  return { '@odata.context': context, ...selected(item, select) }
}

export function collection(
  context: string,
  items: readonly object[],
  { select, filter = () => true, top, skip = 0, isCounted = false }: Query,
): object {
  const matching = items.filter(filter)
  const page = matching.slice(skip, top === undefined ? undefined : skip + top)
  return {
    '@odata.context': context,
    ...(isCounted && { '@odata.count': matching.length }),
    value: page.map((item) => selected(item, select)),
  }
}

function selected(item: object, select: Query['select']): object {
  if (select === undefined) return item
  return Object.fromEntries(
    Object.entries(item).filter(([name]) => name.startsWith('@') || select.has(name.replace(/@.*/, '').toLowerCase())),
  )
}

function namesOf(list: string): ReadonlySet<string> {
  return new Set(
    list
      .split(',')
      .map((name) => name.trim().toLowerCase())
      .filter((name) => name !== ''),
  )
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

const comparison = /^\s*(\w+)\s+(eq|ne)\s+(?:'((?:[^']|'')*)'|([\w:.+-]+))\s*$/i

// So that no text costs more than it says.
const longestFilter = 512

/** Equality, joined by `and`: all that a list of one pass can be asked. Anything else filters nothing. */
function readFilter(text: string): Query['filter'] {
  if (text.length > longestFilter) return undefined
  const clauses = text.split(/\s+and\s+/i).map((clause) => comparison.exec(clause))
  if (clauses.includes(null)) return undefined
  return (item) => clauses.every((clause) => clause === null || holds(item, clause))
}

function holds(item: object, [, property = '', operator = '', quoted, bare = '']: RegExpExecArray): boolean {
  const found = Object.entries(item).find(([name]) => name.toLowerCase() === property.toLowerCase())
  if (found === undefined) return true
  const wanted = quoted?.replaceAll("''", "'") ?? bare
  return (String(found[1]).toLowerCase() === wanted.toLowerCase()) === (operator.toLowerCase() === 'eq')
}
