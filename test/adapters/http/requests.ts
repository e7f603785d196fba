import { canary } from './stub-tap.js'

const url = 'https://login.example/sign-in'

/** A request as a browser's page of the handler's own origin sends it, but for what is given. */
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

/** A request without the headers by which a browser says where a page came from. */
export function withoutProvenance(request: Request): Request {
  request.headers.delete('sec-fetch-site')
  return request
}

/** Everything of an answer that could tell something. */
export async function everythingOf(response: Response): Promise<string> {
  return [response.status, response.statusText, ...[...response.headers].flat(), await response.text()].join('\n')
}
