import type { VerbModel } from './verb-model.js'
import type { VerbName } from './verb-names.js'
import { bulkVerbs } from './verbs-of-lists.js'
import { passVerbs } from './verbs-of-passes.js'
import { requestVerbs } from './verbs-of-requests.js'
import { signInVerbs } from './verbs-of-sign-ins.js'
import { userVerbs } from './verbs-of-users.js'

/** Every verb of the library, as the simulation calls it. */
export const verbs: Readonly<Record<VerbName, VerbModel>> = {
  ...signInVerbs,
  ...passVerbs,
  ...bulkVerbs,
  ...userVerbs,
  ...requestVerbs,
}
