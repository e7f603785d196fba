export type Bump = 'major' | 'minor' | 'patch'

export interface Changeset {
  readonly bump: Bump
  readonly summary: string
}

export const bumps = ['major', 'minor', 'patch'] as const satisfies readonly Bump[]

const headings: Readonly<Record<Bump, string>> = {
  major: 'Major changes',
  minor: 'Minor changes',
  patch: 'Patch changes',
}

/** Reads one file of `.changeset`. Throws, naming the file, if it has another form. */
export function parseChangeset(file: string, text: string): Changeset {
  const [, bump, summary] = /^---\n"temporary-access-pass": (major|minor|patch)\n---\n\n(\S[\s\S]*)$/.exec(text) ?? []
  if (bump === undefined || summary === undefined) {
    throw new Error(`${file} is no changeset. Write one with: npm run changeset -- minor "What users notice"`)
  }
  return { bump: bump as Bump, summary: summary.trimEnd() }
}

/** The text of a new file in `.changeset`. */
export function changesetText({ bump, summary }: Changeset): string {
  return `---\n"temporary-access-pass": ${bump}\n---\n\n${summary}\n`
}

/** A file name that two people hardly choose for different changes. */
export function changesetName(summary: string): string {
  const words = summary.toLowerCase().match(/[a-z0-9]+/g) ?? ['change']
  return `${words.slice(0, 6).join('-')}.md`
}

/** Returns the version that follows `version` (`1.2.3`, no prerelease) if these changes are released. */
export function nextVersion(version: string, changes: readonly Changeset[]): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  const has = (bump: Bump): boolean => changes.some((change) => change.bump === bump)
  if (has('major')) return `${major + 1}.0.0`
  return has('minor') ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`
}

/** Returns the changelog with a section for `version` above all older ones. */
export function withVersion(changelog: string, version: string, changes: readonly Changeset[]): string {
  const parts = bumps.flatMap((bump) => {
    const lines = changes.filter((change) => change.bump === bump).map(({ summary }) => listItem(summary))
    return lines.length === 0 ? [] : [`### ${headings[bump]}\n\n${lines.join('\n')}\n`]
  })
  const section = `## ${version}\n\n${parts.join('\n')}\n`
  const newest = changelog.search(/^## /m)
  return newest === -1 ? `${changelog}\n${section}` : changelog.slice(0, newest) + section + changelog.slice(newest)
}

function listItem(summary: string): string {
  return `- ${summary.replaceAll('\n', '\n  ').replace(/[ \t]+$/gm, '')}`
}
