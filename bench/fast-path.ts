import { createKeyRing } from '../src/crypto/key-ring.js'
import type { SealContext } from '../src/crypto/seal.js'
import { openDocument, sealDocument } from '../src/crypto/seal.js'
import { sealToken } from '../src/crypto/token.js'
import { hashCode } from '../src/crypto/verifier.js'
import { systemRandomBytes } from '../src/system.js'
import { interleave, median, medianRatio, perSecond } from './support/compare.js'
import { figure, report } from './support/report.js'
import type { World } from './support/world.js'
import { createWorld, signInOrThrow } from './support/world.js'

const rounds = 9
const times = 5_000
const userCount = 100

/** Compares sequential sign-ins with long codes with the cryptography that each of them needs. */
export async function benchFastPath(): Promise<void> {
  const world = await createWorld({ defaultLength: 48 }, userCount)
  const [signIns = [], cryptography = []] = await interleave(
    [
      { name: 'signIn', run: () => signInRepeatedly(world) },
      { name: 'cryptography', run: () => cryptographyRepeatedly(world) },
    ],
    rounds,
  )
  report(
    'Sign-ins, long codes (48 symbols, multi-use, memory store, one at a time)',
    ['', 'a second', 'ratio'],
    [
      ['`tap.signIn`', figure(median(signIns)), figure(medianRatio(signIns, cryptography))],
      ['open one document, hash the code, seal one document and one grant', figure(median(cryptography)), '1'],
    ],
  )
}

function signInRepeatedly(world: World): Promise<number> {
  let next = 0
  return perSecond(times, () => {
    next += 1
    return signInOrThrow(world, world.users[next % world.users.length])
  })
}

/** Opens and seals a stored document as a sign-in does, and seals a grant of typical length. */
async function cryptographyRepeatedly({ store, secret }: World): Promise<number> {
  const ring = createKeyRing([{ id: 'bench', secret }])
  const context: SealContext = { ring, cryptography: 'default', randomBytes: systemRandomBytes }
  const key = { tenantId: 'default', kind: 'user', id: 'user-0' }
  const [stored] = await store.read([key])
  if (!stored) throw new Error('The document to open does not exist')
  const grant = new Uint8Array(550)
  return perSecond(times, async () => {
    const opened = openDocument(context, key, stored)
    if (!opened.ok) throw new Error('The document could not be opened')
    await hashCode('hmac-1', 'ABCDEFGHJKMNPQRSTVWXYZ0123456789ABCDEFGHJKMNPQRS', opened.secret.subarray(0, 16))
    const { body, retainUntilMs } = stored
    sealDocument(context, key, { ...opened, body, retainUntilMs })
    sealToken(context, 'grant', 'default', grant)
  })
}
