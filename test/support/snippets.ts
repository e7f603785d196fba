/** One fenced `ts` block of a page. */
export interface Snippet {
  /** Line of the first line of code, counted from 1. */
  readonly line: number
  /** From a first line such as `// tap.ts`, otherwise from the line number. Blocks import each other by it. */
  readonly fileName: string
  /** With ```` ```ts more ````: the file so far, and then the block. */
  readonly code: string
  /** False with ```` ```ts no-run ````: the block is only compiled. */
  readonly isRun: boolean
  /** The ```` ```text ```` block right below: the expected output. With `more`: that of the whole file. */
  readonly output?: string | undefined
}

interface Block {
  readonly info: string
  readonly text: string
  readonly line: number
  readonly endLine: number
}

/** Returns every `ts` block of a Markdown page, in order. */
export function extractSnippets(markdown: string): readonly Snippet[] {
  const lines = markdown.split('\n')
  const blocks = fencedBlocks(lines)
  let growing: Snippet | undefined
  return blocks.flatMap((block, index) => {
    const [language, ...marks] = block.info.split(/\s+/)
    if (language !== 'ts') return []
    const before = marks.includes('more') ? growing : undefined
    const next = blocks[index + 1]
    const output = next?.info === 'text' && isAdjacent(lines, block, next) ? next.text : undefined
    const fileName = /^\/\/ ([\w-]+\.ts)$/.exec(block.text.split('\n', 1)[0] ?? '')?.[1] ?? `line-${block.line}.ts`
    growing = {
      line: block.line,
      fileName,
      code: joined([before?.code, block.text], '\n\n') ?? '',
      isRun: !marks.includes('no-run'),
      output: joined([before?.output, output], '\n'),
    }
    return [growing]
  })
}

/** Returns the page without its fenced blocks. */
export function withoutCode(markdown: string): string {
  const lines = markdown.split('\n')
  const blocks = fencedBlocks(lines)
  return lines.filter((_, index) => !blocks.some((block) => isInside(block, index + 1))).join('\n')
}

function joined(parts: readonly (string | undefined)[], separator: string): string | undefined {
  const present = parts.filter((part) => part !== undefined)
  return present.length === 0 ? undefined : present.join(separator)
}

/** Whether the text was printed as written. A written `…` stands for any text within its line. */
export function isPrintedAsWritten(printed: string, written: string): boolean {
  const pattern = written.trimEnd().split('…').map(escapeForRegExp).join('[^\\n]+')
  return new RegExp(`^${pattern}$`).test(printed.trimEnd())
}

function fencedBlocks(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = []
  let open: { fence: string; info: string; line: number } | undefined
  for (const [index, line] of lines.entries()) {
    const [, fence, info] = /^(`{3,})(.*)$/.exec(line) ?? []
    if (open === undefined) {
      if (fence !== undefined) open = { fence, info: (info ?? '').trim(), line: index + 2 }
    } else if (fence === open.fence && info?.trim() === '') {
      const text = lines.slice(open.line - 1, index).join('\n')
      blocks.push({ info: open.info, text, line: open.line, endLine: index + 1 })
      open = undefined
    }
  }
  if (open !== undefined) throw new Error(`The block that starts at line ${open.line} is never closed`)
  return blocks
}

function isAdjacent(lines: readonly string[], block: Block, next: Block): boolean {
  return lines.slice(block.endLine, next.line - 2).every((line) => line.trim() === '')
}

function isInside({ line, endLine }: Block, at: number): boolean {
  return at >= line - 1 && at <= endLine
}

function escapeForRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
