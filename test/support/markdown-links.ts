import { withoutCode } from './snippets.js'

/** Returns the targets of the links and images of a Markdown page, as written, except those inside code. */
export function linksIn(markdown: string): readonly string[] {
  const prose = withoutCode(markdown).replaceAll(/`[^`\n]*`/g, '`code`')
  const inline = prose.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)
  const references = prose.matchAll(/^\[[^\]]+\]:\s+<?(\S+?)>?$/gm)
  const html = prose.matchAll(/\b(?:href|src)="([^"]+)"/g)
  return [...inline, ...references, ...html].map(([, target]) => target ?? '')
}

/** Returns the targets of {@link linksIn} inside the repository. */
export function internalLinksIn(markdown: string): readonly string[] {
  return linksIn(markdown).filter((link) => !/^[a-z]+:/.test(link))
}

/** Returns the anchors of the headings of a page, as GitHub and npm derive them. */
export function anchorsIn(markdown: string): readonly string[] {
  const seen = new Map<string, number>()
  return [...withoutCode(markdown).matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading = '']) => {
    const anchor = anchorOf(heading)
    const count = seen.get(anchor) ?? 0
    seen.set(anchor, count + 1)
    return count === 0 ? anchor : `${anchor}-${count}`
  })
}

function anchorOf(heading: string): string {
  const text = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-')
}
