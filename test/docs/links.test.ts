import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { rootPath } from '../support/packages.js'
import { withoutCode } from '../support/snippets.js'

const folders = ['.', 'docs', 'bench', 'examples/express-idp']
const pages = folders
  .filter((folder) => existsSync(join(rootPath, folder)))
  .flatMap((folder) => readdirSync(join(rootPath, folder)).map((name) => join(folder, name)))
  .filter((page) => page.endsWith('.md'))

describe('links between pages', () => {
  it.each(pages)('%s links to files and headings that exist', (page) => {
    expect(linksOf(page).filter((link) => !leadsSomewhere(page, link))).toEqual([])
  })
})

/** Returns the targets of all links that stay inside the repository. */
function linksOf(page: string): readonly string[] {
  const links = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
  return links.filter((link) => !/^[a-z]+:/.test(link))
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', heading] = link.split('#', 2)
  const target = path === '' ? page : relative(rootPath, join(rootPath, dirname(page), path))
  if (!existsSync(join(rootPath, target))) return false
  return heading === undefined || !target.endsWith('.md') || headingsOf(target).includes(heading)
}

function headingsOf(page: string): readonly string[] {
  return [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))
}

/** Returns the anchor that GitHub gives a heading. */
function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-')
}

function proseOf(page: string): string {
  return withoutCode(readFileSync(join(rootPath, page), 'utf8'))
}
