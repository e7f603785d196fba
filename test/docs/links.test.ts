import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { anchorsIn, internalLinksIn } from '../support/markdown-links.js'
import { rootPath } from '../support/packages.js'

const folders = ['.', 'docs', 'bench', 'examples/express-idp', '.changeset', '.github']
const pages = folders
  .flatMap((folder) => readdirSync(join(rootPath, folder)).map((name) => join(folder, name)))
  .filter((page) => page.endsWith('.md'))

describe('links between pages', () => {
  it.each(pages)('%s links to files and headings that exist', (page) => {
    expect(internalLinksIn(textOf(page)).filter((link) => !leadsSomewhere(page, link))).toEqual([])
  })
})

it('README.md names only tests that exist', () => {
  const named = [...textOf('README.md').matchAll(/`([\w./-]+\.test\.ts)`/g)].map(([, path = '']) => join('test', path))
  expect(named.length).toBeGreaterThan(10)
  expect(named.filter((path) => !existsSync(join(rootPath, path)))).toEqual([])
})

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#', 2)
  const target = path === '' ? page : join(dirname(page), path)
  if (!existsSync(join(rootPath, target))) return false
  return anchor === undefined || !target.endsWith('.md') || anchorsIn(textOf(target)).includes(anchor)
}

function textOf(page: string): string {
  return readFileSync(join(rootPath, page), 'utf8')
}
