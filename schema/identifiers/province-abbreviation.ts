/** The one-character abbreviations of the 31 provinces of the mainland, as they stand in plate numbers and certificate numbers. */
export const PROVINCE_ABBREVIATIONS = '京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新';
