import { describe, expect, it } from 'vitest'
import { workflowFaults } from './workflow-faults.js'

const commit = '11bd71901bbe5b1630ceea73d27597364c9af683'
const workflow = (step: string, job = 'timeout-minutes: 5', top = 'permissions: {}') =>
  `on: push\n${top}\njobs:\n  build:\n    runs-on: ubuntu-latest\n    ${job}\n    steps:\n      - ${step}\n`

describe('a workflow', () => {
  it('has no fault with pinned actions, a time limit and permissions', () => {
    expect(workflowFaults(workflow(`uses: owner/action@${commit}`))).toEqual([])
    expect(workflowFaults(workflow('run: npm ci'))).toEqual([])
  })

  it.each(['owner/action@v4', 'owner/action@main', `owner/action@${commit.slice(0, 7)}`, 'owner/action'])(
    'may not use %s, whose code can change',
    (uses) => {
      expect(workflowFaults(workflow(`uses: ${uses}`))).toEqual([expect.stringContaining('not pinned')])
    },
  )

  it('needs a time limit for every job, and permissions', () => {
    expect(workflowFaults(workflow('run: npm ci', 'name: build', 'name: ci'))).toEqual([
      expect.stringContaining('permissions'),
      expect.stringContaining('timeout-minutes'),
    ])
  })

  it('may not leave the token of a checkout on disk', () => {
    const checkout = `uses: actions/checkout@${commit}`
    expect(workflowFaults(workflow(checkout))).toEqual([expect.stringContaining('persist-credentials')])
    expect(workflowFaults(workflow(`${checkout}\n        with: { persist-credentials: false }`))).toEqual([])
  })

  it('is refused if it is no valid YAML', () => {
    expect(() => workflowFaults('jobs:\n  build: [')).toThrow()
  })
})
