import { SERVER_HELP } from './server-arguments.ts';
import { runServingProgram } from './serving-program.ts';

const load = async () => (await import('./run-server.ts')).runServer;
await runServingProgram({ name: 'eino-docs-server', help: SERVER_HELP, load }, process);
