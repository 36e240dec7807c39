export * from './odoo/index.ts';
