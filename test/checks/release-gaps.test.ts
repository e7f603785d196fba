import { describe, expect, it } from 'vitest'
import type { Manifest, ReleaseInputs } from './release-gaps.js'
import { releaseGaps } from './release-gaps.js'

const manifest: Manifest = {
  name: 'temporary-access-pass',
  version: '1.2.3',
  repository: { type: 'git', url: 'git+https://example.com/owner/name.git' },
  homepage: 'https://example.com/owner/name#readme',
  bugs: { url: 'https://example.com/owner/name/issues' },
}
const ready: ReleaseInputs = {
  manifest,
  changelog: '# Changelog\n\n## 1.2.3\n\n- One change\n',
  pendingChangesets: [],
  registry: { isPublished: true, hasTrustedPublisher: true },
}

describe('a release', () => {
  it('lacks nothing once everything is filled in, with or without an answer of the registry', () => {
    expect(releaseGaps(ready)).toEqual([])
    const { registry: _, ...offline } = ready
    expect(releaseGaps(offline)).toEqual([])
  })

  it.each(['repository', 'homepage', 'bugs'] as const)('needs `%s` in package.json', (field) => {
    expect(releaseGaps({ ...ready, manifest: { ...manifest, [field]: undefined } })).toEqual([
      expect.stringMatching(`^package.json: \`${field}\` is missing. Add `),
    ])
  })

  it('needs its version as a heading of the changelog, without a remark', () => {
    const changelog = '# Changelog\n\n## 1.2.3 (not yet released)\n'
    expect(releaseGaps({ ...ready, changelog })).toEqual([expect.stringContaining('"## 1.2.3"')])
  })

  it('needs every changeset to be in a version', () => {
    expect(releaseGaps({ ...ready, pendingChangesets: ['brave-cats.md'] })).toEqual([
      expect.stringContaining('brave-cats.md'),
    ])
  })

  it('needs a package on npm before a trusted publisher can be configured', () => {
    expect(releaseGaps({ ...ready, registry: { isPublished: false } })).toEqual([
      expect.stringContaining('Publish the first version by hand'),
    ])
  })

  it('needs a trusted publisher, and says so if npm does not show it', () => {
    expect(releaseGaps({ ...ready, registry: { isPublished: true, hasTrustedPublisher: false } })).toEqual([
      expect.stringContaining('npm trust github'),
    ])
    expect(releaseGaps({ ...ready, registry: { isPublished: true } })).toEqual([expect.stringContaining('npm login')])
  })
})
