export interface Manifest {
  readonly name: string
  readonly version: string
  readonly repository?: unknown
  readonly homepage?: unknown
  readonly bugs?: unknown
}

/** What the registry says of the package; undefined where it cannot be asked. */
export interface RegistryState {
  readonly isPublished: boolean
  /** Whether npm lists a trusted publisher; undefined if npm did not let us look. */
  readonly hasTrustedPublisher?: boolean
}

export interface ReleaseInputs {
  readonly manifest: Manifest
  readonly changelog: string
  readonly pendingChangesets: readonly string[]
  readonly registry?: RegistryState
}

/** Returns what still keeps this version from being released: what is missing, and where to put it. */
export function releaseGaps(inputs: ReleaseInputs): readonly string[] {
  const { manifest, registry } = inputs
  return [
    ...manifestGaps(manifest),
    ...changelogGaps(inputs),
    ...(registry === undefined ? [] : registryGaps(manifest.name, registry)),
  ]
}

function manifestGaps({ repository, homepage, bugs }: Manifest): readonly string[] {
  const gaps: string[] = []
  if (!/^git\+https:\/\/[^/]+\/[^/]+\/[^/]+\.git$/.test(urlIn(repository))) {
    gaps.push(
      'package.json: `repository` is missing. Add { "type": "git", "url": "git+https://HOST/OWNER/NAME.git" }. ' +
        'npm compares it with the repository that publishes, and refuses the provenance if they differ.',
    )
  }
  if (!isAddress(homepage)) gaps.push('package.json: `homepage` is missing. Add the address of the README.')
  if (!isAddress(urlIn(bugs))) gaps.push('package.json: `bugs` is missing. Add { "url": "the address of the issues" }.')
  return gaps
}

function changelogGaps({ manifest, changelog, pendingChangesets }: ReleaseInputs): readonly string[] {
  const gaps: string[] = []
  if (!changelog.split('\n').includes(`## ${manifest.version}`)) {
    gaps.push(
      `CHANGELOG.md: there is no heading "## ${manifest.version}", exactly so. Write it, or run \`npm run release:version\`.`,
    )
  }
  if (pendingChangesets.length > 0) {
    gaps.push(
      `.changeset: ${pendingChangesets.join(', ')} is in no version yet. Run \`npm run release:version\` and commit.`,
    )
  }
  return gaps
}

function registryGaps(name: string, { isPublished, hasTrustedPublisher }: RegistryState): readonly string[] {
  const command = 'npm trust github --file release.yml --env npm --allow-publish'
  if (!isPublished) {
    return [
      `npm: ${name} does not exist yet, and npm configures a trusted publisher only for a package that exists. ` +
        `Publish the first version by hand (\`npm login\`, then \`npm publish\`), then run \`${command}\`.`,
    ]
  }
  if (hasTrustedPublisher === undefined) {
    return [
      'npm: the trusted publisher is unknown, because npm shows it only to an owner. Run `npm login`, then this again.',
    ]
  }
  return hasTrustedPublisher ? [] : [`npm: there is no trusted publisher. Run \`${command}\`.`]
}

function urlIn(value: unknown): string {
  if (typeof value === 'string') return value
  const url = typeof value === 'object' && value !== null && 'url' in value ? value.url : undefined
  return typeof url === 'string' ? url : ''
}

function isAddress(value: unknown): boolean {
  return typeof value === 'string' && /^https:\/\/[^/\s]+\/\S+$/.test(value)
}
