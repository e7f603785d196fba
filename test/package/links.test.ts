import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'
import { describe, expect, it } from 'vitest'
import { internalLinksIn } from '../support/markdown-links.js'
import { rootPath } from '../support/packages.js'
import { packed } from '../support/packed.js'

// Users read these pages in node_modules too. Files outside the tarball (sources, tests, benches and the example) are
// named there as code and not linked. test/docs/links.test.ts checks the anchors.
const paths = new Set(packed().files.map(({ path }) => path))
const pages = [...paths].filter((path) => path.endsWith('.md')).sort()

describe('the pages in the tarball', () => {
  it('are README.md and docs, without the generated reference', () => {
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/SECURITY.md', 'docs/getting-started.md']))
    expect(pages.filter((page) => !/^(README|docs\/[^/]+)\.md$/.test(page))).toEqual([])
  })

  it.each(pages)('link only to files in the tarball: %s', (page) => {
    const links = internalLinksIn(readFileSync(join(rootPath, page), 'utf8'))
    expect(links.filter((link) => !paths.has(targetOf(page, link)))).toEqual([])
  })
})

function targetOf(page: string, link: string): string {
  const [path = ''] = link.split('#', 2)
  return path === '' ? page : join(dirname(page), path)
}
