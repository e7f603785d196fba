import type { IssuedPass, Pass } from '../../src/index.js'

export const passType = 'microsoft.graph.temporaryAccessPassAuthenticationMethod'

/** The two versions of Graph, as paths name them. */
export type GraphVersion = 'v1.0' | 'beta'

/** A pass as Graph shows it, in the order of its samples. The code is `null` on every read. */
export function passJson(pass: Pass, version: GraphVersion, code: string | null = null): object {
  const { id, createdDateTime, startDateTime, lifetimeInMinutes, isUsableOnce, isUsable, methodUsabilityReason } = pass
  return {
    id,
    temporaryAccessPass: code,
    createdDateTime: createdDateTime.toISOString(),
    startDateTime: startDateTime.toISOString(),
    lifetimeInMinutes,
    isUsableOnce,
    isUsable,
    methodUsabilityReason,
    ...(version === 'beta' && { lastUsedDateTime: pass.lastUsedDateTime?.toISOString() ?? null }),
  }
}

/** The code as clients copy it: without the dashes that group it for dictating. */
export function ungroupedCode({ temporaryAccessPass }: IssuedPass): string {
  return temporaryAccessPass.replaceAll('-', '')
}
