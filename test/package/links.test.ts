import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path/posix'
import { describe, expect, it } from 'vitest'
import { anchorsIn, linksIn } from '../support/markdown-links.js'
import { rootPath } from '../support/packages.js'
import { packed } from '../support/packed.js'

// Users read these pages in node_modules too. What the tarball leaves out (sources, tests, examples) is named there, as
// code, and not linked.
const paths = new Set(packed().files.map(({ path }) => path))
const pages = [...paths].filter((path) => path.endsWith('.md')).sort()
const textOf = (path: string): string => readFileSync(join(rootPath, path), 'utf8')
const anchors = new Map(pages.map((page) => [page, new Set(anchorsIn(textOf(page)))]))

describe('the pages in the tarball', () => {
  it('are README.md and those of docs, without the generated reference', () => {
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/SECURITY.md', 'docs/getting-started.md']))
    expect(pages.filter((page) => !/^(README|docs\/[^/]+)\.md$/.test(page))).toEqual([])
  })

  it.each(pages)('link only to what the tarball holds: %s', (page) => {
    expect(linksIn(textOf(page)).filter((link) => !isExternal(link) && !leadsSomewhere(page, link))).toEqual([])
  })
})

function isExternal(link: string): boolean {
  return /^(https?|mailto):/.test(link)
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? page : normalize(join(dirname(page), path))
  if (!paths.has(target)) return false
  return anchor === undefined || (anchors.get(target)?.has(anchor) ?? false)
}
