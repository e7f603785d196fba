import { Client } from '@microsoft/microsoft-graph-client'
import { driveAsApplication, driveAsSelf } from './every-endpoint.js'

/** Runs in a child process that trusts the server's certificate. */
export async function driveOverHttps({ baseUrl, user, passId }: HttpsDrive): Promise<string> {
  const clientFor = (token: string): Client =>
    Client.initWithMiddleware({
      baseUrl,
      customHosts: new Set(['localhost']),
      authProvider: { getAccessToken: async () => token },
    })
  await driveAsSelf(clientFor('ada'), passId)
  return driveAsApplication(clientFor('application'), user)
}

export interface HttpsDrive {
  readonly baseUrl: string
  readonly user: string
  readonly passId: string
}
