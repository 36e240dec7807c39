import { type ConnectorLogLine, FolderError } from '@quittance/connector-kit';
import { type Fault, fault } from '@quittance/domain';

/** What the folder's trouble means for what comes next; the texts carry no path of the bank. */
export function faultOfFolder(error: unknown): Fault {
  if (!(error instanceof FolderError)) {
    return fault('retry', 'file_bank.unexpected', 'The folder of the bank gave an unknown error.');
  }
  switch (error.code) {
    case 'down':
      return fault('retry', 'file_bank.down', 'The folder of the bank cannot be reached.');
    case 'lost':
      return fault(
        error.mayHaveActed ? 'unknownOutcome' : 'retry',
        'file_bank.lost',
        'The connection to the bank broke off before it answered.',
      );
    case 'denied':
      return fault(
        'unauthorised',
        'file_bank.denied',
        'The bank refuses our credentials, our right to this folder, or shows another host key.',
      );
    case 'missing':
      return fault('drift', 'file_bank.missing', 'A folder or file of the bank is not there.');
    case 'exists':
      return fault('rejected', 'file_bank.exists', 'A file of this name is there already.');
    case 'too_large':
      return tooLargeFault;
  }
}

/** A file beyond the configured size is never read in part. */
export const tooLargeFault: Fault = fault(
  'rejected',
  'file_bank.too_large',
  'A file of the bank is larger than the configured limit; it was left where it is.',
);

/** A name that could lead out of its folder or that the bank would take for unfinished. */
export const badNameFault: Fault = fault(
  'rejected',
  'file_bank.bad_name',
  'The name of the file is not one that this connector may use.',
);

/** One line for the log: what was done, and the fault's code where it failed. */
export const logLine = (event: string, found?: Fault): ConnectorLogLine => ({
  event: `file_bank.${event}`,
  ...(found === undefined ? {} : { detail: `${found.kind} ${found.code}` }),
});
