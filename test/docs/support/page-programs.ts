import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { rootPath } from '../../support/packages.js'
import { extractSnippets } from '../../support/snippets.js'
import type { Program } from './program.js'

/** Returns every `ts` block of `README.md` and `docs/`. */
export function pagePrograms(): readonly Program[] {
  return ['README.md', ...readdirSync(join(rootPath, 'docs')).map((name) => `docs/${name}`)]
    .filter((page) => page.endsWith('.md') && existsSync(join(rootPath, page)))
    .flatMap(programsOf)
}

function programsOf(page: string): readonly Program[] {
  const snippets = extractSnippets(readFileSync(join(rootPath, page), 'utf8'))
  const files = Object.fromEntries(snippets.map(({ fileName, code }) => [fileName, code]))
  return snippets.map(({ line, fileName, code, isRun, output }) => ({
    source: `${page}:${line}`,
    path: join(basename(page, '.md'), fileName),
    text: code,
    files: isRun ? files : undefined,
    output,
  }))
}
