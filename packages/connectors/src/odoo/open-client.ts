import type { ClientPorts, ClientSettings, OdooClient } from './client.ts';
import { openJsonRpc } from './json-rpc.ts';
import { openJson2 } from './json2.ts';

/** A client over the transport of the settings. Errors come as faults, never as exceptions. */
export const openClient = (settings: ClientSettings, ports: ClientPorts): OdooClient =>
  settings.transport === 'json2' ? openJson2(settings, ports) : openJsonRpc(settings, ports);
