import { checkCitizenNumber } from './citizen-number.ts';
import { checkCreditCode } from './credit-code.ts';
import { checkDivisionCode } from './division-code.ts';
import type { Finding } from './finding.ts';
import { checkIndustryCode } from './industry-code.ts';
import { checkOrganizationCode } from './organization-code.ts';
import { checkPlateNumber } from './plate-number.ts';
import { checkProjectCode } from './project-code.ts';
import { checkRealEstateCertificate } from './real-estate-certificate.ts';
import { checkRealEstateUnit } from './real-estate-unit.ts';
import { checkWaterPermitNumber } from './water-permit-number.ts';

/** The identifiers that a schema can name: exactly the values of the GraphQL enum IdentifierFormat in schema/vocabulary.graphql. */
export type IdentifierFormat =
  | 'CITIZEN_NUMBER'
  | 'CREDIT_CODE'
  | 'ORGANIZATION_CODE'
  | 'DIVISION_CODE'
  | 'REAL_ESTATE_UNIT'
  | 'REAL_ESTATE_CERTIFICATE'
  | 'WATER_PERMIT_NUMBER'
  | 'PLATE_NUMBER'
  | 'PROJECT_CODE'
  | 'INDUSTRY_CODE';

/** What an identifier is called, in both languages. */
export type IdentifierTitle = { readonly en: string; readonly zh: string };

/** Checks a value against a format; the finding tells what is wrong and never repeats the whole value. Run `normalize` first on what people type. */
export function checkIdentifier(format: IdentifierFormat, value: string): Finding {
  return FORMATS[format].check(value);
}

/** The title of a format, in Chinese and English. */
export function identifierTitle(format: IdentifierFormat): IdentifierTitle {
  return FORMATS[format].title;
}

/** Whether a word, from a directive say, names a format. */
export function isIdentifierFormat(word: string): word is IdentifierFormat {
  return Object.hasOwn(FORMATS, word);
}

/** All formats, in the order of the GraphQL enum. */
export function identifierFormats(): readonly IdentifierFormat[] {
  return Object.keys(FORMATS).filter(isIdentifierFormat);
}

type Format = { readonly check: (value: string) => Finding; readonly title: IdentifierTitle };

const FORMATS: Readonly<Record<IdentifierFormat, Format>> = {
  CITIZEN_NUMBER: { check: checkCitizenNumber, title: { en: 'citizen number', zh: '公民身份号码' } },
  CREDIT_CODE: {
    check: checkCreditCode,
    title: { en: 'unified social credit code', zh: '统一社会信用代码' },
  },
  ORGANIZATION_CODE: { check: checkOrganizationCode, title: { en: 'organization code', zh: '组织机构代码' } },
  DIVISION_CODE: { check: checkDivisionCode, title: { en: 'division code', zh: '行政区划代码' } },
  REAL_ESTATE_UNIT: {
    check: checkRealEstateUnit,
    title: { en: 'real-estate unit code', zh: '不动产单元代码' },
  },
  REAL_ESTATE_CERTIFICATE: {
    check: checkRealEstateCertificate,
    title: { en: 'real-estate certificate number', zh: '不动产权证号' },
  },
  WATER_PERMIT_NUMBER: {
    check: checkWaterPermitNumber,
    title: { en: 'water-abstraction permit number', zh: '取水许可证编号' },
  },
  PLATE_NUMBER: { check: checkPlateNumber, title: { en: 'plate number', zh: '机动车号牌号码' } },
  PROJECT_CODE: { check: checkProjectCode, title: { en: 'investment project code', zh: '投资项目代码' } },
  INDUSTRY_CODE: { check: checkIndustryCode, title: { en: 'industry code', zh: '国民经济行业代码' } },
};
