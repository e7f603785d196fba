import { expect, it } from 'vitest'
import { createWorld } from './support/world.js'

it('accepts a one-time code once', async () => {
  const { issue, enter } = createWorld({ policy: { isUsableOnce: true } })
  const { temporaryAccessPass: code } = await issue()
  expect(await enter(code)).toBe('signedIn')
  expect(await enter(code)).toBe('oneTimeUsed')
})
