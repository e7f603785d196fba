import type { Call } from './call.js'

/**
 * `tap.maintenance`: calls for a scheduled job. They work on every tenant, whichever tenant's tap you call them on. They
 * take no actor and emit no event of their own. `acceptRestore` is the exception: a person calls it for one tenant.
 */
export interface MaintenanceVerbs {
  /**
   * Removes documents whose retention has ended. Repeat until `isDone`. Once a day is enough.
   *
   * @param input - `limit`: the maximum number of documents to remove in this call, 1 to 10,000. Default: 500.
   * @returns How many documents were removed, and whether none are left to remove.
   *
   * @throws {@link InvalidInputError} if `limit` is not valid.
   * @throws {@link PortFailedError} if the store fails.
   *
   * @example
   * ```ts
   * while (!(await tap.maintenance.sweep()).isDone);
   * ```
   */
  sweep(input?: {
    readonly limit?: number | undefined
  }): Promise<{ readonly deleted: number; readonly isDone: boolean }>
  /**
   * Seals documents again under the first key if an older key sealed them. Run it after you have added a key.
   *
   * Repeat with the returned `cursor` until there is none, and repeat the whole run until one has re-sealed nothing and
   * left nothing `remaining`. After that, no stored document needs the old key. Grants and repudiation links that are in
   * use may still need it: see the operating guide before you remove it.
   *
   * @param input - `cursor`: the cursor of the call before; default: the start. `limit`: the maximum number of documents
   * to look at in this call, 1 to 10,000. Default: 500.
   * @returns How far this call got.
   *
   * @throws {@link InvalidInputError} if `cursor` or `limit` is not valid.
   * @throws {@link PortFailedError} if the store or the keys fail.
   *
   * @example
   * ```ts
   * let cursor: string | undefined
   * do {
   *   const progress = await tap.maintenance.reseal({ cursor })
   *   cursor = progress.cursor
   * } while (cursor !== undefined)
   * ```
   */
  reseal(input?: { readonly cursor?: string | undefined; readonly limit?: number | undefined }): Promise<ResealProgress>
  /**
   * Delivers the notices that could not be delivered when they were created. Run it every minute, and each time repeat
   * with the returned `cursor` until there is none.
   *
   * A notice is retried after 1, 5 and 30 minutes and then every hour, until the policy's `retentionInDays` has passed.
   * Its {@link Notice.id} stays the same, so that your mailer can ignore a notice that it has already sent.
   *
   * @param input - `cursor`: the cursor of the call before; default: the start. `limit`: the maximum number of documents
   * to look at in this call, 1 to 10,000. Default: 500.
   * @returns How far this call got. A notifier that fails is counted in `remaining` and does not throw.
   *
   * @throws {@link InvalidInputError} if `cursor` or `limit` is not valid.
   * @throws {@link PortFailedError} if the store or the keys fail.
   *
   * @example
   * ```ts
   * let cursor: string | undefined
   * do {
   *   const progress = await tap.maintenance.sendNotices({ cursor })
   *   cursor = progress.cursor
   * } while (cursor !== undefined)
   * ```
   */
  sendNotices(input?: {
    readonly cursor?: string | undefined
    readonly limit?: number | undefined
  }): Promise<NoticeProgress>
  /**
   * Accepts what the store shows of this tenant, after you have restored a backup of the database. Until then, documents
   * that have changed since the backup are refused as `rolledBack`. The call changes no document.
   *
   * Some of the restored passes have been used or deleted since the backup: delete them before users sign in again. Repeat
   * the call with the returned `cursor` until there is none. With a `witness`, the first call is enough for every process
   * to accept the documents, and the later ones protect them again. Without a `witness`, only this process accepts them:
   * restart the others.
   *
   * @param input - `actor`: with the permission `maintenance.acceptRestore`. `cursor`: the cursor of the call before;
   * default: the start. `limit`: the maximum number of documents to look at in this call, 1 to 10,000. Default: 500.
   * @returns How far this call got.
   *
   * @throws {@link InvalidInputError} if the input is not valid.
   * @throws {@link NotAuthorizedError} if the actor may not accept a restore.
   * @throws {@link PortFailedError} if the store, the witness, the directory, the keys or the event sink fail.
   *
   * @example
   * ```ts
   * let cursor: string | undefined
   * do {
   *   const progress = await tap.maintenance.acceptRestore({ actor, cursor })
   *   cursor = progress.cursor
   * } while (cursor !== undefined)
   * ```
   */
  acceptRestore(input: Call & { readonly cursor?: string | undefined; readonly limit?: number | undefined }): Promise<{
    /** Documents whose stored version is accepted. Unreadable ones are left out. */
    readonly accepted: number
    /** Pass it to the next call. Absent after the last document. */
    readonly cursor?: string | undefined
  }>
}

/** How far one call of `tap.maintenance.sendNotices` got. */
export interface NoticeProgress {
  /** Notices that the notifier has accepted. */
  readonly sent: number
  /** Notices that wait for a later run: not due yet, or the notifier, the directory or the store failed for the user. */
  readonly remaining: number
  /** Pass it to the next call. Absent after the last document. */
  readonly cursor?: string | undefined
}

/** How far one call of `tap.maintenance.reseal` got. */
export interface ResealProgress {
  /** Documents that are now sealed under the first key. */
  readonly resealed: number
  /** Documents under an older key that were left: another write came first, or the document is unreadable. */
  readonly remaining: number
  /** Pass it to the next call. Absent after the last document. */
  readonly cursor?: string | undefined
}
