/**
 * Entry. Diagnostics listen before any library runs, so the rest is loaded afterwards.
 */
import { installDiagnostics } from './app/diagnostics';

installDiagnostics(window);
void import('./app/start').then((module) => module.start());
