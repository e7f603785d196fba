import type { EnglishTexts } from '../english-text.js'

const createOne = 'Create one with: npx temporary-access-pass keygen'

/** What is wrong with a port, and what to do. Whole sentences; no value that a port returned, because it may be a secret. */
export const portProblemTexts: EnglishTexts<'port' | 'keys'> = {
  'port.failed': 'See the cause of this error.',
  'port.deadline': 'It took longer than {seconds} s. Check that its server can be reached and is not overloaded.',
  'port.unreachable':
    'Its server cannot be reached. Check that the server runs, and check its address and the network between.',
  'port.notWritten':
    'Nothing was written, and the same call would fail again, for example on a full disk or a read-only server. ' +
    'See the cause of this error.',
  'port.noTable':
    'The table {table} does not exist: call store.createSchema(), or run store.schema in your migration tool.',
  'port.read': 'read must return an array with one entry for each of the {keys} keys; it returned {given}.',
  'port.read.entry': 'read must return a document or undefined for each key; it returned {given}.',
  'port.compareAndSet': 'compareAndSet must return true or false; it returned {given}.',
  'port.sweep': 'sweep must return a number of 0 or more; it returned {given}.',
  'port.scan': 'scan must return an object with an array of entries; it returned {given}.',
  'port.scan.entry': 'scan must return entries with a key and a document; it returned {given}.',
  'port.scan.cursor': 'scan must return a cursor that is text or undefined; it returned {given}.',
  'port.findUser': 'findUser must return a user or undefined; it returned {given}.',
  'port.findUser.id': 'findUser must return an id of 1 to {maximum} characters; it returned {given}.',
  'port.findUser.field': 'findUser must return {field} as {expected}; it returned {given}.',
  'port.clock': 'The clock must return milliseconds since the Unix epoch; it returned {given}.',
  'port.timer': 'The timer must return milliseconds as a finite number; it returned {given}.',
  'port.randomBytes': 'randomBytes must return a Uint8Array of {length} bytes; it returned {given}.',
  'port.randomBytes.rejected':
    'randomBytes returns only bytes that must be rejected: use a cryptographically secure generator.',
  'port.deliverer':
    'The deliverer threw an error, which is not shown because it may contain the code. Log it in the deliverer.',
  'port.prover':
    'The prover threw an error, which is not shown because it may contain the evidence. Log why in the prover.',
  'port.prover.field': 'The prover must return {field} as {expected}.',
  'keys.list': '`{field}` must be an array of objects with id and secret, not {given}.',
  'keys.none': `\`{field}\` must have at least one key. ${createOne}`,
  'keys.key': '`{field}` must be an object with id and secret, not {given}.',
  'keys.id': '`{field}` must be text of 1 to 64 characters of A-Z a-z 0-9 . _ -',
  'keys.duplicateId': '`{field}` must be unique, and an earlier key has the same id.',
  'keys.secret': `\`{field}\` must be 32 bytes or more, as a Uint8Array or as base64 or base64url text. ${createOne}`,
}
