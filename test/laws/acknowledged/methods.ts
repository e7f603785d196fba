/** Methods that need no acknowledged write, and why. */
export const exempt: Readonly<Record<string, string>> = {
  forTenant: 'calls no port',
  'requests.forTenant': 'calls no port',
  'policy.get': 'reads, and shows what the store shows',
  'passes.get': 'reads, and shows what the store shows',
  'passes.list': 'reads, and shows what the store shows',
  'registrations.list': 'reads, and shows what the store shows',
  'users.explain': 'reads, and shows what the store shows',
  'grants.verify': 'reads, and shows what the store shows',
  isPassOffered: 'reads, and shows what the store shows',
  'requests.status': 'reads, and shows what the store shows',
  'requests.get': 'reads, and shows what the store shows',
  'requests.list': 'reads, and shows what the store shows',
  'maintenance.sweep': 'a scheduled job: the next run removes again what a failover has brought back',
  'maintenance.reseal': 'a scheduled job: the next run seals again what a failover has brought back',
  'maintenance.sendNotices': 'a scheduled job: a notice that a failover has brought back is delivered again',
  'maintenance.acceptRestore': 'writes to the witness, which a failover of the store does not take back',
  'requests.maintain': 'a scheduled job: the next run stores again what a failover took back',
}

/** Returns the path of every method, for example `passes.create`. */
export function methodsOf(owner: object, prefix = ''): readonly string[] {
  return Object.entries(owner).flatMap(([name, member]) => {
    const path = `${prefix}${name}`
    if (typeof member === 'function') return [path]
    return typeof member === 'object' && member !== null ? methodsOf(member, `${path}.`) : []
  })
}
