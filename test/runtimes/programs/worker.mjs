import { router, routes } from './routes.mjs'

// biome-ignore lint/style/noDefaultExport: where workerd looks for a Worker.
export default { fetch: router(routes()) }
