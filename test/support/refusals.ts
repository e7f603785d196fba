import type { RequestRefused } from '../../src/requests/index.js'

/** What every refused call of a requester returns, whatever the reason. */
export const requestRefused: RequestRefused = {
  ok: false,
  message: 'This cannot be done now. Check what you entered, or ask your administrator for help.',
  messageId: 'request.refused',
  messageParameters: {},
}
