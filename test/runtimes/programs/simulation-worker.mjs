import { digestOfSeeds } from '../../simulation/embedded.js'

async function respond(request) {
  const query = new URL(request.url).searchParams
  return Response.json(await digestOfSeeds({ first: Number(query.get('first')), count: Number(query.get('count')) }))
}

// biome-ignore lint/style/noDefaultExport: workerd expects the Worker as the default export.
export default { fetch: respond }
