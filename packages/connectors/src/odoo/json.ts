export {
  type Argument,
  InvalidArgumentError,
  isWireList,
  isWireObject,
  parseExactJson,
  type Wire,
  WireNumber,
  writeExactJson,
} from '@quittance/connector-kit';
