/** The OData query options of a request. Options that are unknown or not understood have no effect. */
export interface Query {
  /** Names of properties, in lower case. */
  readonly select?: ReadonlySet<string> | undefined
  readonly filter?: ((item: object) => boolean) | undefined
  readonly top?: number | undefined
  readonly skip?: number | undefined
  readonly isCounted?: boolean | undefined
}

/** Reads `$select`, `$filter`, `$top`, `$skip` and `$count`, with or without the `$`. Never throws. */
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

export function contextOf(root: string, path: string): string {
  return `${root}/$metadata#${path}`
}

/** Returns a key such as `users('ada%40example.com')`. OData requires quotes inside a key to be doubled. */
export function entityKey(set: string, key: string): string {
  return `${set}('${encodeURIComponent(key.replaceAll("'", "''"))}')`
}

/** Returns the selected properties of an object, with every annotation. */
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

// Limits the time that a regular expression can take.
const maxFilterLength = 512

/** Understands `eq` and `ne`, joined by `and`, which is enough for a list of one pass. Other filters match every item. */
function readFilter(text: string): Query['filter'] {
  if (text.length > maxFilterLength) return undefined
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
