export { readBaseline as readOdooBaseline } from './baseline.ts';
export type {
  Baseline as OdooBaseline,
  BaselinePayment as OdooBaselinePayment,
} from './baseline.ts';
export type { ClientSettings as OdooClientSettings, OdooClient } from './client.ts';
export { odooConfigSchema, transportOf as odooTransportOf } from './config.ts';
export type { OdooConfig } from './config.ts';
export { odooCapabilities, odooConnector, openOdooSession } from './connector.ts';
export { openClient as openOdooClient } from './open-client.ts';
export type { Session as OdooSession } from './session.ts';
export {
  applySetup as applyOdooSetup,
  planSetup as planOdooSetup,
  undoSetup as undoOdooSetup,
} from './setup.ts';
export type { SetupInput as OdooSetupInput, SetupPlanItem as OdooSetupPlanItem } from './setup.ts';
export { factsByVersion as odooFactsByVersion, odooVersions } from './versions.ts';
export type { OdooVersion, TransportName as OdooTransportName } from './versions.ts';
