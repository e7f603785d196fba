import type { GrantPurpose } from '../../core/grant/grant.js'
import { grantPurposes } from '../../core/grant/grant.js'
import { maxCredentialIdLength, maxCredentialLabelLength, maxCredentialTypeLength } from '../../core/input/limits.js'
import { messageText } from '../../core/message/english.js'
import type { Credential } from '../../core/registration/registration.js'
import { clientBinding, group, guid, id, oneOf, optional, text } from '../input-fields.js'
import { publicInputParser } from '../input-parser.js'

/** What every call that takes a grant receives with it. */
export interface PresentedGrant {
  readonly grant?: unknown
  readonly user?: string | undefined
  readonly clientBinding?: string | undefined
}

const presented = { user: optional(id), clientBinding: optional(clientBinding) }

const verify = publicInputParser({ ...presented, purpose: oneOf(grantPurposes), homeTenantId: optional(id) }, ['grant'])

const complete = publicInputParser(
  {
    ...presented,
    credential: group(
      {
        id: text(1, maxCredentialIdLength),
        type: text(1, maxCredentialTypeLength),
        label: optional(text(1, maxCredentialLabelLength)),
        aaguid: optional(guid),
      },
      messageText('expected.credential'),
    ),
  },
  ['grant'],
)

/** @throws {@link InvalidInputError} */
export function readVerifyInput(
  input: unknown,
): PresentedGrant & { readonly purpose: GrantPurpose; readonly homeTenantId?: string | undefined } {
  return { ...verify.readHost(input), ...verify.readClient(input) }
}

/** @throws {@link InvalidInputError} */
export function readCompleteInput(input: unknown): PresentedGrant & { readonly credential: Credential } {
  return { ...complete.readHost(input), ...complete.readClient(input) }
}
