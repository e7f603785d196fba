import { describe, expect, it } from 'vitest'
import { anchorsIn, linksIn } from './markdown-links.js'

describe('links of a page', () => {
  it('are found inline, by reference, in images and in HTML', () => {
    const page = '[a](a.md) ![b](b.png "title") <a href="c.md#part">c</a> [`d`](d.md)\n\n[e]: e.md\n'
    expect(linksIn(page)).toEqual(['a.md', 'b.png', 'd.md', 'e.md', 'c.md#part'])
  })

  it('are not found in code', () => {
    expect(linksIn('`[a](a.md)`\n\n```md\n[b](b.md)\n```\n\n[c](c.md)\n')).toEqual(['c.md'])
  })
})

describe('anchors of a page', () => {
  it('are its headings in lower case, with hyphens and without punctuation', () => {
    expect(anchorsIn('# One page\n## What it cannot do: `tap.signIn`\n### [A link](a.md), then\n')).toEqual([
      'one-page',
      'what-it-cannot-do-tapsignin',
      'a-link-then',
    ])
  })

  it('are numbered when a heading repeats, and never read from code', () => {
    expect(anchorsIn('# Use\n```sh\n# Use\n```\n# Use\n')).toEqual(['use', 'use-1'])
  })
})
