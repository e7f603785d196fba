import { describe, expect, it } from 'vitest'
import { caseClashes } from './case-clashes.js'

describe('paths that differ only in case', () => {
  it('are reported as one group for each clash', () => {
    expect(caseClashes(['docs/SECURITY.md', 'docs/policy.md', 'docs/security.md'])).toEqual([
      ['docs/SECURITY.md', 'docs/security.md'],
    ])
  })

  it('are reported for folders, although no file in them clashes', () => {
    expect(caseClashes(['src/Core/pass.ts', 'src/core/policy.ts'])).toEqual([['src/Core', 'src/core']])
  })

  it('are not reported where each path is unique', () => {
    expect(caseClashes(['README.md', 'docs/README.md', 'docs/policy.md'])).toEqual([])
  })
})
