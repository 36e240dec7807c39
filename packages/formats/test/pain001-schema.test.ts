import { existsSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { describe, expect, test } from 'vitest';
import { writePain001 } from '@quittance/formats';
import { paymentFile } from './support/arbitrary.ts';
import { profileOf } from './support/pain.ts';
import { sharedFolder } from './support/shared.ts';

describe.each(['pain.001.001.03', 'pain.001.001.09'] as const)(
  '%s against its schema',
  (version) => {
    const path = `${sharedFolder}/xsd/${version}.xsd`;
    const present = existsSync(path);
    if (!present) process.stdout.write(`skipped: there is no schema at ${path}\n`);

    test.skipIf(!present)('[RES-14] every file that is written is valid', () => {
      const schema = XmlDocument.fromBuffer(new Uint8Array(readFileSync(path)));
      const validator = XsdValidator.fromDoc(schema);
      const check = (bytes: Uint8Array): void => {
        const document = XmlDocument.fromBuffer(bytes);
        try {
          validator.validate(document);
        } finally {
          document.dispose();
        }
      };
      const bank = fc.record({
        characterSet: fc.constantFrom('sepa_latin', 'latin_extended'),
        structuredAddress: fc.boolean(),
      });
      fc.assert(
        fc.property(paymentFile, bank, (file, changes) => {
          const result = writePain001(file, profileOf({ ...changes, messageVersion: version }));
          if (!result.ok) throw new Error(JSON.stringify(result.error));
          check(result.value.bytes);
          const broken = new TextDecoder()
            .decode(result.value.bytes)
            .replace('<PmtMtd>TRF</PmtMtd>', '');
          expect(() => check(new TextEncoder().encode(broken))).toThrow();
        }),
        { numRuns: 150 },
      );
      validator.dispose();
      schema.dispose();
    });
  },
);
