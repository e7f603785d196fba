import type { Address, DirectoryUser } from '../../ports/directory.js'

/** Returns every electronic address of the user (SP 800-63B-4 §4.6). */
export function noticeAddresses({ addresses = [] }: DirectoryUser): readonly Address[] {
  return addresses.filter(({ channel }) => channel !== 'post' && channel !== 'print')
}
