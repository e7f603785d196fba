import type { DirectoryUser } from '../ports/directory.js'
import type { AuditContext } from './audited.js'
import type { Deps } from './deps.js'
import { directoryFault } from './directory-user.js'

/** Finds a user for an audited call. What is wrong with the directory entry becomes an event beside that of the call. */
export async function findUser(deps: Deps, audit: AuditContext, user: string): Promise<DirectoryUser | undefined> {
  const found = await deps.ports.findUser({ user, tenantId: deps.tenantId })
  const fault = found && directoryFault(found)
  if (fault) audit.directoryFault ??= { userId: found.id, fault }
  return found
}
