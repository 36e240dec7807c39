/** What a reason means for the next step; see {@link reasonClasses} for the words. */
export type ReasonClass =
  | 'fix_data'
  | 'payee_gone'
  | 'funds'
  | 'limit'
  | 'timing'
  | 'duplicate'
  | 'compliance'
  | 'authority'
  | 'technical'
  | 'recall'
  | 'fraud'
  | 'not_received'
  | 'human';

/**
 * Reason codes of rejections, returns and cancellations, one `CODE words` a line, by what has to
 * happen next. Sources: ISO 20022 external code sets `ExternalStatusReason1Code`,
 * `ExternalReturnReason1Code`, `ExternalCancellationReason1Code`; EPC guidance on reason codes;
 * Nacha return reason codes (R01 to R85).
 */
export const reasonLines: Readonly<Record<ReasonClass, string>> = Object.freeze({
  fix_data: `
AC01 Incorrect account number
AC02 Invalid debtor account number
AC03 Invalid creditor account number
AC05 Closed debtor account number
AC08 Invalid branch code
AC09 Invalid account currency
AC10 Invalid debtor account currency
AC11 Invalid creditor account currency
AC12 Invalid account type
AC13 Invalid debtor account type
AC14 Invalid creditor account type
AC15 Account details changed
AC16 Card number invalid
AEXR Already expired request to pay
AGNT Incorrect agent
AM01 Zero amount
AM03 Currency not allowed
AM06 Amount too low
AM09 Wrong amount
AM10 Invalid control sum
AM11 Invalid transaction currency
AM12 Invalid amount
AM15 Amount differs from the request
AM16 Invalid group control sum
AM17 Invalid payment information control sum
AM18 Invalid number of transactions
AM19 Invalid number of transactions in the group
AM20 Invalid number of transactions in the payment information
BE01 Inconsistent with end customer
BE04 Missing creditor address
BE05 Unrecognised initiating party
BE06 Unknown end customer
BE07 Missing debtor address
BE08 Missing debtor name
BE09 Invalid country
BE10 Invalid debtor country
BE11 Invalid creditor country
BE12 Invalid country of residence
BE13 Invalid debtor country of residence
BE14 Invalid creditor country of residence
BE15 Invalid identification code
BE16 Invalid debtor identification code
BE17 Invalid creditor identification code
BE18 Invalid contact details
BE19 Invalid charge bearer code
BE20 Invalid name length
BE21 Missing name
BE22 Missing creditor name
BE23 Account proxy invalid
CERI Cheque without ink characters
CH03 Requested execution date too far in the future
CH04 Requested execution date too far in the past
CH07 Element not to be used at both levels
CH09 Mandate element not allowed
CH10 Mandate data missing
CH11 Creditor identification incorrect
CH12 Creditor identification at transaction level
CH13 Exchange rate element not allowed
CH14 Both or no account identified
CH15 Element content includes more than 140 characters
CH16 Element content formally incorrect
CH17 Element not admitted
CH19 Values will be set to next date
CH20 Decimal points not compatible with currency
CH21 Required element missing
CH22 SEPA credit transfer and other transfers mixed
CHQC Cheque settled on presentation
CURR Incorrect currency
CUTA Cancellation upon unable to apply
DNOR Debtor bank not registered
CNOR Creditor bank not registered
FF01 Invalid file format
FF02 Syntax error
FF03 Invalid payment type information
FF04 Invalid service level code
FF05 Invalid local instrument code
FF06 Invalid category purpose code
FF07 Invalid purpose
FF08 Invalid end-to-end id
FF09 Invalid cheque number
FF11 Request to pay wrongly referred to
ID01 Corresponding original file not sent
IN03 Missing or invalid initiating party
IN04 Invoice content not as agreed
PINL Invalid personal identification
PINE Invalid personal identification entry
R02 Account closed
R03 No account
R04 Invalid account number
R13 Routing number not valid
R18 Improper effective entry date
R19 Amount field error
R20 Non-transaction account
R25 Addenda error
R26 Mandatory field error
R27 Trace number error
R28 Routing number check digit error
R34 Limited participation bank
R46 Invalid representative payee indicator
R47 Duplicate enrolment
R83 Foreign receiving bank cannot settle
R85 Incorrectly coded outbound international payment
RC01 Bank identifier incorrect
RC02 Invalid bank identifier
RC03 Invalid debtor bank identifier
RC04 Invalid creditor bank identifier
RC05 Invalid BIC
RC06 Invalid debtor BIC
RC07 Invalid creditor BIC
RC08 Invalid clearing system member
RC09 Invalid debtor clearing system member
RC10 Invalid creditor clearing system member
RC11 Invalid intermediary agent
RC12 Missing creditor scheme id
RC15 Instructed agent does not reach the payee
RF01 Transaction reference not unique
SL02 Service level not offered by the creditor bank
`,
  payee_gone: `
AC04 Closed account number
AC07 Closed creditor account number
ACCL Account closed
MD07 End customer deceased
NOAS No answer from customer
R12 Account sold to another bank
R14 Representative payee deceased
R15 Beneficiary deceased
UCRD Unknown creditor
`,
  funds: `
AM04 Insufficient funds
AM23 Amount exceeds settlement limit
AM24 Cover not received
COVR Cover payment missing
NOCM Customer account not covered
R01 Insufficient funds
R09 Uncollected funds
`,
  limit: `
AM02 Not allowed amount
AM13 Amount exceeds clearing system limit
AM14 Amount exceeds agreed limit
AM21 Limit exceeded
AM22 Zero limit
`,
  timing: `
AB07 Offline agent
AB10 Error of instructed agent
DS24 Waiting time expired
DT01 Invalid date
DT02 Invalid creation date
DT03 Invalid non-processing date
DT04 Future date not supported
DT05 Invalid cut-off date
DT06 Execution date changed
TM01 Invalid cut-off time
`,
  duplicate: `
AM05 Duplication
DU01 Duplicate message id
DU02 Duplicate payment information id
DU03 Duplicate transaction
DU04 Duplicate end-to-end id
DU05 Duplicate instruction id
DUPL Duplicate payment
R24 Duplicate entry
R67 Duplicate return
R98 Duplicate request
`,
  compliance: `
AC06 Blocked account
AG01 Transaction forbidden
AG02 Invalid bank operation code
AG03 Transaction not supported
AG04 Country of the agent not supported
AG05 Credit transfer not permitted
AG06 Bulk not permitted
AG07 Unsuccessful direct debit
AG08 Invalid access rights
AG10 Agent suspended
AG11 Creditor agent suspended
AG12 Not allowed for book transfer
AG13 Forbidden return payment
LEGL Legal decision
NAUT Not authorised by the regulator
R16 Account frozen
R23 Payment refused by the receiver
R84 Entry not processed by the gateway
R90 Sanctions freeze
REGA Regulatory data missing
RR01 Missing debtor account or identification
RR02 Missing debtor name or address
RR03 Missing creditor name or address
RR04 Regulatory reason
RR05 Regulatory information invalid
RR06 Tax information invalid
RR07 Remittance information invalid
RR08 Remittance information truncated
RR09 Structured creditor reference invalid
RR10 Invalid character set
RR11 Invalid debtor agent service
RR12 Invalid party id
RUTA Return upon unable to apply
SL01 Specific service offered by the debtor bank
SL11 Creditor not on the debtor’s list of allowed parties
SL12 Creditor on the debtor’s list of forbidden parties
SL13 Maximum number of transactions exceeded
SL14 Maximum amount exceeded
SVNR Service not rendered
`,
  authority: `
DS01 Electronic signatures correct
DS02 Order cancelled
DS03 Order not executed for lack of signature
DS04 Order rejected
DS05 Order forwarded for postprocessing
DS06 Transfer order
DS07 All actions concluded
DS08 All signatures removed
DS09 Signing right missing
DS0A Data sign requested
DS0B Unknown data format
DS0C Signer certificate revoked
DS0D Signer certificate not valid
DS0E Incorrect signer certificate
DS0F Signer certification authority not valid
DS0G Not allowed payment
DS0H Not allowed account
DS0K Not allowed number of transactions
DS10 Signer out of the agreement
DS11 User does not exist
DS12 Signer certificate not found
DS13 Signer certificate does not match
DS14 User does not exist
DS15 User deleted
DS16 Maximum of signatures reached
DS17 Signer not allowed to sign
DS18 Not signed by the same person
DS19 No signature
DS20 Amount above the signer’s limit
DS21 Signing time expired
DS22 Signature class missing
DS23 Order data changed
DS25 Wrong signature method
DS26 Wrong signer
DS27 Signature not needed
MD01 No mandate
MD02 Missing mandatory mandate information
MD03 Invalid file format for mandate
MD05 Collection not due
MD06 Refund requested by the payer
MD08 No mandate service by the agent
MD09 No mandate service on the customer
MD10 No mandate service for the customer
MD11 No mandate service for this payment
MD12 Mandate service not agreed
MD13 Mandate expired
MD14 Mandate cancelled
MD15 Mandate suspended
MD16 Creditor not in the mandate
MD17 Mandate data mismatch
MD18 Creditor not entitled
MD19 Mandate scheme invalid
MD20 Mandate debtor account mismatch
MD21 Mandate currency mismatch
R05 Unauthorised debit to a consumer account
R07 Authorisation revoked
R08 Payment stopped
R10 Not authorised
R11 Not in accordance with the authorisation
R29 Corporate customer advises not authorised
R51 Represented cheque not eligible
SL03 Service of the clearing system
`,
  technical: `
AB01 Clearing process aborted by time-out
AB02 Clearing process aborted by a fatal error
AB03 Settlement aborted by time-out
AB04 Settlement aborted by a fatal error
AB05 Time-out at the creditor bank
AB06 Time-out at the instructed bank
AB08 Creditor bank offline
AB09 Error at the creditor bank
AB11 Time-out at the debtor bank
ED01 Correspondent bank not possible
ED05 Settlement failed
ED06 Settlement system not available
ERIN Message error
RCON Bank not connected
TA01 Transmission aborted
TD01 No data available
TD02 File not readable
TD03 Incorrect file structure
TECH Technical problem
TK01 Token invalid
TK02 Token sender invalid
TK03 Token receiver invalid
TK09 Token missing
TKCM Token counterparty mismatch
TKSG Token single use
TKSP Token suspended
TKVE Token value limit exceeded
TKXP Token expired
TS01 Transmission successful
TS02 Transmission completed
TS03 Transmission failed
TS04 Order to be signed by accompanying note
`,
  recall: `
CUST Requested by the customer
FOCR Following a cancellation request
R06 Returned at the request of the originating bank
R31 Permissible return, bank agrees
RQDA Requested by the debtor agent
UPAY Undue payment
PPRC Payment purpose recall
`,
  fraud: `
AGFD Agent fraud
DTPF Fraudulent debtor
FR01 Fraud
FRAD Fraudulent origin
FRNA False identification
FRTR Final response, mandate cancelled for fraud
R17 File record edit criteria, suspected fraud
`,
  not_received: `
AG09 Payment not received
NOOR No original transaction received
ARDT Already returned
`,
  human: `
ALAC Already accepted
AM07 Blocked amount
ARFR Already refused
CMIS Cancellation message missing
G000 Status update
G001 Payment status forwarded
G002 In a timely manner
G003 Pending documents
G004 Pending funds
G005 Delivered with service level
G006 Delivered, no service level
IDPT Identification pending
INDM Indemnity requested
LACK Lack of information
MM20 Name not matching
MM21 Matching
MS01 Not unique transaction reference
MS02 Reason not specified by the customer
MS03 Reason not specified by the agent
NARR Narrative
NERR No error
PART Partial settlement
PTNA Past positive approval
PY01 Unknown or not reachable bank
RVNA Payee cannot be checked
SBRN Bank service brand
UNKW Unknown
`,
});
