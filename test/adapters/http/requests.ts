import { canary } from './stub-tap.js'

const url = 'https://login.example/sign-in'

/** Returns a request as a page of the handler's own origin sends it. The arguments replace parts of it. */
export function post(body: BodyInit | null, headers: Record<string, string> = {}, at: string = url): Request {
  const init: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
    body,
    duplex: 'half',
  }
  return new Request(at, init)
}

export function postJson(value: unknown = canary, headers?: Record<string, string>): Request {
  return post(JSON.stringify(value), headers)
}

export function postForm(body: string, headers: Record<string, string> = {}): Request {
  return post(body, { 'content-type': 'application/x-www-form-urlencoded', ...headers })
}

/** Removes the header that tells where the page of a request came from. */
export function withoutProvenance(request: Request): Request {
  request.headers.delete('sec-fetch-site')
  return request
}

/** Returns every part of a response that could reveal something. */
export async function everythingOf(response: Response): Promise<string> {
  return [response.status, response.statusText, ...[...response.headers].flat(), await response.text()].join('\n')
}
