import { beforeAll, describe, expect, it } from 'vitest'
import { runtimes } from './runtimes.js'
import type { Served } from './serve-program.js'

describe.each(runtimes)('on $name', ({ serve }) => {
  let served: Served
  beforeAll(async () => {
    served = await serve()
    return () => served.stop()
  })

  it('a pass is issued and signs in once, and its grant allows a passkey', async () => {
    const response = await fetch(`${served.url}/main-job`)
    expect(await response.json()).toEqual({
      signedIn: 'ada',
      mayRegister: 'ada',
      isTamperedGrantGood: false,
      isSignedInAgain: false,
      usability: 'oneTimeUsed',
    })
  })
})
