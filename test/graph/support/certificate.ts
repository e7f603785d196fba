import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

export interface Certificate {
  readonly key: string
  readonly cert: string
}

/** Creates a self-signed X.509 certificate (RFC 5280) for `localhost`, with a new P-256 key, for two days. */
export function selfSignedCertificate(): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = der(sequence, der(set, der(sequence, commonName, der(utf8String, Buffer.from('localhost')))))
  const now = Date.now()
  const toBeSigned = der(
    sequence,
    der(explicit + 0, der(integer, Buffer.from([2]))),
    der(integer, Buffer.from([1]), randomBytes(8)),
    der(sequence, ecdsaWithSha256),
    name,
    der(sequence, time(now - dayMs), time(now + dayMs)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(explicit + 3, der(sequence, der(sequence, subjectAltName, der(octetString, der(sequence, localhost))))),
  )
  const signature = sign('sha256', toBeSigned, privateKey)
  const certificate = der(
    sequence,
    toBeSigned,
    der(sequence, ecdsaWithSha256),
    der(bitString, Buffer.from([0]), signature),
  )
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
  }
}

const dayMs = 86_400_000
const [integer, bitString, octetString, utf8String, utcTime] = [0x02, 0x03, 0x04, 0x0c, 0x17]
const [sequence, set, explicit] = [0x30, 0x31, 0xa0]
const commonName = Buffer.from('0603550403', 'hex')
const subjectAltName = Buffer.from('0603551d11', 'hex')
const ecdsaWithSha256 = Buffer.from('06082a8648ce3d040302', 'hex')
/** A DNS name has the tag `[2]`. */
const localhost = der(0x82, Buffer.from('localhost'))

function time(ms: number): Buffer {
  return der(utcTime, Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replace(/\D/g, '')}Z`))
}

function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents)
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
