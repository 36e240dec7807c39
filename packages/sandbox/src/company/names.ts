import type { Random } from '../random.ts';

/**
 * Invented supplier names with the letters that trouble bank files: umlauts, accents, ampersands
 * and apostrophes.
 */

interface CountryNames {
  readonly surnames: readonly string[];
  readonly trades: readonly string[];
  readonly legalForms: readonly string[];
  readonly towns: readonly (readonly [town: string, postalCode: string])[];
  readonly streets: readonly string[];
}

const GERMAN: CountryNames = {
  surnames: [
    'Müller & Söhne',
    'Größl',
    'Jäger',
    'Brandes',
    'Hölscher',
    'Weiß',
    'Petersen',
    'Lüders & Co.',
    'Schönfeld',
    'Kaspar',
    'Thiele',
    'Overbeck',
    'Nordmann',
    'Süßmilch',
  ],
  trades: [
    'Stahlhandel',
    'Büroservice',
    'Werkzeugbau',
    'Spedition',
    'Kältetechnik',
    'Gebäudereinigung',
    'Verpackungen',
    'Prüftechnik',
    'Elektro',
    'Energieberatung',
    'Druckerei',
    'Industriebedarf',
  ],
  legalForms: ['GmbH', 'AG', 'KG', 'GmbH & Co. KG', 'e.K.'],
  towns: [
    ['Hamburg', '20457'],
    ['Köln', '50667'],
    ['München', '80331'],
    ['Lübeck', '23552'],
    ['Görlitz', '02826'],
    ['Osnabrück', '49074'],
  ],
  streets: ['Hafenstraße', 'Am Brühl', 'Mühlenweg', 'Industriestraße', 'Königsallee'],
};

const DUTCH: CountryNames = {
  surnames: ['Van der Berg', 'De Vries & Zn.', 'Jansen', 'Bakker', 'Ruiter', 'Hoekstra'],
  trades: ['Logistiek', 'Staal', 'Verpakking', 'Techniek', 'Installaties', 'Kantoor'],
  legalForms: ['B.V.', 'N.V.', 'V.O.F.'],
  towns: [
    ['Rotterdam', '3011 AA'],
    ['Utrecht', '3511 LX'],
    ['Eindhoven', '5611 AB'],
  ],
  streets: ['Havenweg', 'Kanaalstraat', 'Stationsplein'],
};

const FRENCH: CountryNames = {
  surnames: ['Lefèvre', 'Desprès & Fils', 'Garçon', 'Benoît', 'Moreau', "D'Aubigné"],
  trades: ['Métallurgie', 'Conseil', 'Imprimerie', 'Électricité', 'Transports', 'Nettoyage'],
  legalForms: ['SARL', 'SA', 'SAS'],
  towns: [
    ['Orléans', '45000'],
    ['Besançon', '25000'],
    ['Lyon', '69002'],
  ],
  streets: ['Rue de la République', 'Allée des Érables', "Avenue de l'Europe"],
};

const SPANISH: CountryNames = {
  surnames: ['Peña Hermanos', 'Ibáñez', 'Muñoz & Hijos', 'Serrano'],
  trades: ['Cerámica', 'Logística', 'Maquinaria', 'Ingeniería'],
  legalForms: ['S.L.', 'S.A.'],
  towns: [
    ['Málaga', '29001'],
    ['Logroño', '26001'],
  ],
  streets: ['Calle Mayor', 'Avenida de la Constitución'],
};

const BRITISH: CountryNames = {
  surnames: [
    "O'Brien & Daughters",
    'Ashworth',
    'Pemberton',
    'Llewellyn',
    'MacGregor',
    'Thornbury & Lyle',
    'Whitcombe',
    'Sørensen',
  ],
  trades: [
    'Logistics',
    'Engineering',
    'Office Supplies',
    'Facilities',
    'Castings',
    'Calibration',
    'Freight',
  ],
  legalForms: ['Ltd', 'plc', 'LLP'],
  towns: [
    ['Leeds', 'LS1 4AP'],
    ['Bristol', 'BS1 5TR'],
    ['Glasgow', 'G2 1DU'],
  ],
  streets: ['Canal Road', "King's Parade", 'Mill Lane'],
};

const AMERICAN: CountryNames = {
  surnames: ['Alvarez', 'Hutchins & Sons', 'Delacroix', 'Wójcik', 'Brannigan', 'Núñez', 'Tucker'],
  trades: ['Tooling', 'Freight Lines', 'Packaging', 'Staffing', 'Fasteners', 'Controls'],
  legalForms: ['Inc.', 'LLC', 'Corp.'],
  towns: [
    ['Cleveland', '44114'],
    ['Austin', '78701'],
    ['Cañon City', '81212'],
  ],
  streets: ['Lakeside Ave', 'Industrial Pkwy', 'E 9th St'],
};

const COUNTRIES: Readonly<Record<string, CountryNames>> = {
  DE: GERMAN,
  AT: {
    ...GERMAN,
    legalForms: ['GmbH', 'OG', 'KG'],
    towns: [
      ['Wien', '1010'],
      ['Sankt Pölten', '3100'],
    ],
  },
  NL: DUTCH,
  BE: {
    ...DUTCH,
    legalForms: ['BV', 'NV'],
    towns: [
      ['Liège', '4000'],
      ['Gent', '9000'],
    ],
  },
  FR: FRENCH,
  ES: SPANISH,
  GB: BRITISH,
  IE: {
    ...BRITISH,
    legalForms: ['Ltd', 'DAC'],
    towns: [
      ['Dublin', 'D02 X285'],
      ['Dún Laoghaire', 'A96 H5N8'],
    ],
  },
  US: AMERICAN,
};

export interface SupplierAddress {
  readonly name: string;
  readonly city: string;
  readonly postalCode: string;
  readonly street: string;
}

/** An invented supplier of a country; names may repeat, the caller tells repeated ones apart. */
export function supplierAddress(country: string, random: Random): SupplierAddress {
  const names = COUNTRIES[country];
  if (names === undefined) throw new RangeError(`no names for country ${country}`);
  const [city, postalCode] = random.pick(names.towns);
  const trade = random.pick(names.trades);
  return {
    name: `${random.pick(names.surnames)} ${trade} ${random.pick(names.legalForms)}`,
    city,
    postalCode,
    street: `${random.pick(names.streets)} ${random.integer(1, 240)}`,
  };
}

/** What a bill may be for. */
export const BILL_SUBJECTS: readonly string[] = [
  'Wartung Kälteanlage',
  'Stahlblech 2 mm',
  'Cleaning services',
  'Freight and customs',
  'Büromaterial',
  'Calibration of gauges',
  'Électricité, deuxième trimestre',
  'Software subscription',
  'Temporary staff',
  'Verpackungsmaterial',
  'Werkzeuge & Kleinteile',
  'Legal advice',
];
