/** Returns where the links and images of a Markdown page lead, as written, without those inside code. */
export function linksIn(markdown: string): readonly string[] {
  const prose = withoutCode(markdown)
  const inline = prose.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)
  const references = prose.matchAll(/^\[[^\]]+\]:\s+<?(\S+?)>?$/gm)
  const html = prose.matchAll(/\b(?:href|src)="([^"]+)"/g)
  return [...inline, ...references, ...html].map(([, target]) => target ?? '')
}

/** Returns the anchors of a page's headings, as GitHub and npm derive them. */
export function anchorsIn(markdown: string): readonly string[] {
  const seen = new Map<string, number>()
  return [...markdown.replaceAll(fences, '').matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading = '']) => {
    const anchor = anchorOf(heading)
    const count = seen.get(anchor) ?? 0
    seen.set(anchor, count + 1)
    return count === 0 ? anchor : `${anchor}-${count}`
  })
}

const fences = /^ *(`{3,}|~{3,})[\s\S]*?^ *\1`*$/gm

function withoutCode(markdown: string): string {
  return markdown.replaceAll(fences, '').replaceAll(/`[^`\n]*`/g, '`code`')
}

function anchorOf(heading: string): string {
  const text = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-')
}
