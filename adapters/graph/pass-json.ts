import type { IssuedPass, Pass } from '../../src/index.js'

export const passType = 'microsoft.graph.temporaryAccessPassAuthenticationMethod'

/** The version of Graph in a path. */
export type GraphVersion = 'v1.0' | 'beta'

/** Returns a pass as Graph writes it. The properties are in the order of Graph's samples. On every read the code is `null`. */
export function graphPassJson(pass: Pass, version: GraphVersion, code: string | null = null): object {
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

/** Returns the code without the dashes that group it, because clients copy it as it is. */
export function ungroupedCode({ temporaryAccessPass }: IssuedPass): string {
  return temporaryAccessPass.replaceAll('-', '')
}
