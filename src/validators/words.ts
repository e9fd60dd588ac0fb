import {canonicalTag, languageNames} from '../language-tags.js';

/** What the validators say. `{n}` is the limit: a number of pixels, a ratio, a time such as `1:30`. */
export interface ValidatorTexts {
  readonly leastWidth: string;
  readonly leastHeight: string;
  readonly mostWidth: string;
  readonly mostHeight: string;
  readonly ratio: string;
  readonly noPicture: string;
  readonly shortest: string;
  readonly longest: string;
  readonly noMedia: string;
}

/** The reasons in the languages of the widget, by their shortest names. */
const languages: Readonly<Record<string, ValidatorTexts>> = {
  en: {
    leastWidth: 'At least {n} pixels wide',
    leastHeight: 'At least {n} pixels high',
    mostWidth: 'At most {n} pixels wide',
    mostHeight: 'At most {n} pixels high',
    ratio: 'Width to height must be {n}',
    noPicture: 'The picture cannot be opened',
    shortest: 'At least {n} long',
    longest: 'At most {n} long',
    noMedia: 'The file cannot be played',
  },
  zh: {
    leastWidth: '宽度至少 {n} 像素',
    leastHeight: '高度至少 {n} 像素',
    mostWidth: '宽度最多 {n} 像素',
    mostHeight: '高度最多 {n} 像素',
    ratio: '宽高比须为 {n}',
    noPicture: '无法打开此图片',
    shortest: '时长至少 {n}',
    longest: '时长最多 {n}',
    noMedia: '无法播放此文件',
  },
  'zh-tw': {
    leastWidth: '寬度至少 {n} 像素',
    leastHeight: '高度至少 {n} 像素',
    mostWidth: '寬度最多 {n} 像素',
    mostHeight: '高度最多 {n} 像素',
    ratio: '長寬比須為 {n}',
    noPicture: '無法開啟此圖片',
    shortest: '時間長度至少 {n}',
    longest: '時間長度最多 {n}',
    noMedia: '無法播放此檔案',
  },
  ja: {
    leastWidth: '幅は {n} ピクセル以上必要です',
    leastHeight: '高さは {n} ピクセル以上必要です',
    mostWidth: '幅は {n} ピクセルまでです',
    mostHeight: '高さは {n} ピクセルまでです',
    ratio: '縦横比は {n} にしてください',
    noPicture: '画像を開けません',
    shortest: '長さは {n} 以上必要です',
    longest: '長さは {n} までです',
    noMedia: 'ファイルを再生できません',
  },
  ko: {
    leastWidth: '너비가 {n}픽셀 이상이어야 합니다',
    leastHeight: '높이가 {n}픽셀 이상이어야 합니다',
    mostWidth: '너비는 {n}픽셀까지 가능합니다',
    mostHeight: '높이는 {n}픽셀까지 가능합니다',
    ratio: '가로세로 비율은 {n}이어야 합니다',
    noPicture: '이미지를 열 수 없습니다',
    shortest: '길이가 {n} 이상이어야 합니다',
    longest: '길이는 {n}까지 가능합니다',
    noMedia: '파일을 재생할 수 없습니다',
  },
  id: {
    leastWidth: 'Lebar minimal {n} piksel',
    leastHeight: 'Tinggi minimal {n} piksel',
    mostWidth: 'Lebar maksimal {n} piksel',
    mostHeight: 'Tinggi maksimal {n} piksel',
    ratio: 'Rasio lebar terhadap tinggi harus {n}',
    noPicture: 'Gambar tidak dapat dibuka',
    shortest: 'Durasi minimal {n}',
    longest: 'Durasi maksimal {n}',
    noMedia: 'File tidak dapat diputar',
  },
  vi: {
    leastWidth: 'Chiều rộng ít nhất {n} pixel',
    leastHeight: 'Chiều cao ít nhất {n} pixel',
    mostWidth: 'Chiều rộng tối đa {n} pixel',
    mostHeight: 'Chiều cao tối đa {n} pixel',
    ratio: 'Tỷ lệ rộng trên cao phải là {n}',
    noPicture: 'Không mở được ảnh',
    shortest: 'Thời lượng ít nhất {n}',
    longest: 'Thời lượng tối đa {n}',
    noMedia: 'Không phát được tệp',
  },
  th: {
    leastWidth: 'กว้างอย่างน้อย {n} พิกเซล',
    leastHeight: 'สูงอย่างน้อย {n} พิกเซล',
    mostWidth: 'กว้างไม่เกิน {n} พิกเซล',
    mostHeight: 'สูงไม่เกิน {n} พิกเซล',
    ratio: 'อัตราส่วนกว้างต่อสูงต้องเป็น {n}',
    noPicture: 'เปิดรูปภาพไม่ได้',
    shortest: 'ยาวอย่างน้อย {n}',
    longest: 'ยาวไม่เกิน {n}',
    noMedia: 'เล่นไฟล์ไม่ได้',
  },
  de: {
    leastWidth: 'Mindestens {n} Pixel breit',
    leastHeight: 'Mindestens {n} Pixel hoch',
    mostWidth: 'Höchstens {n} Pixel breit',
    mostHeight: 'Höchstens {n} Pixel hoch',
    ratio: 'Breite zu Höhe muss {n} sein',
    noPicture: 'Das Bild lässt sich nicht öffnen',
    shortest: 'Mindestens {n} lang',
    longest: 'Höchstens {n} lang',
    noMedia: 'Die Datei lässt sich nicht abspielen',
  },
  fr: {
    leastWidth: 'Au moins {n} pixels de large',
    leastHeight: 'Au moins {n} pixels de haut',
    mostWidth: 'Au plus {n} pixels de large',
    mostHeight: 'Au plus {n} pixels de haut',
    ratio: 'Le rapport largeur/hauteur doit être de {n}',
    noPicture: 'L’image ne peut pas être ouverte',
    shortest: 'Durée d’au moins {n}',
    longest: 'Durée d’au plus {n}',
    noMedia: 'Le fichier ne peut pas être lu',
  },
  es: {
    leastWidth: 'Al menos {n} píxeles de ancho',
    leastHeight: 'Al menos {n} píxeles de alto',
    mostWidth: 'Como máximo {n} píxeles de ancho',
    mostHeight: 'Como máximo {n} píxeles de alto',
    ratio: 'La proporción de ancho a alto debe ser {n}',
    noPicture: 'No se puede abrir la imagen',
    shortest: 'Duración de al menos {n}',
    longest: 'Duración de {n} como máximo',
    noMedia: 'No se puede reproducir el archivo',
  },
  pt: {
    leastWidth: 'Pelo menos {n} pixels de largura',
    leastHeight: 'Pelo menos {n} pixels de altura',
    mostWidth: 'No máximo {n} pixels de largura',
    mostHeight: 'No máximo {n} pixels de altura',
    ratio: 'A proporção de largura para altura deve ser {n}',
    noPicture: 'Não é possível abrir a imagem',
    shortest: 'Duração mínima de {n}',
    longest: 'Duração máxima de {n}',
    noMedia: 'Não é possível reproduzir o arquivo',
  },
  nb: {
    leastWidth: 'Bredden må være minst {n} piksler',
    leastHeight: 'Høyden må være minst {n} piksler',
    mostWidth: 'Bredden kan være høyst {n} piksler',
    mostHeight: 'Høyden kan være høyst {n} piksler',
    ratio: 'Forholdet mellom bredde og høyde må være {n}',
    noPicture: 'Bildet kan ikke åpnes',
    shortest: 'Må vare i minst {n}',
    longest: 'Kan vare i høyst {n}',
    noMedia: 'Filen kan ikke spilles av',
  },
  ar: {
    leastWidth: 'العرض {n} بكسل على الأقل',
    leastHeight: 'الارتفاع {n} بكسل على الأقل',
    mostWidth: 'العرض {n} بكسل على الأكثر',
    mostHeight: 'الارتفاع {n} بكسل على الأكثر',
    ratio: 'يجب أن تكون نسبة العرض إلى الارتفاع \u2068{n}\u2069',
    noPicture: 'تعذّر فتح الصورة',
    shortest: 'المدة \u2068{n}\u2069 على الأقل',
    longest: 'المدة \u2068{n}\u2069 على الأكثر',
    noMedia: 'تعذّر تشغيل الملف',
  },
};

/** Says a reason in the language of a tag, as the widget understands tags, else in English. Numbers are written as that language writes them. */
export function wordsFor(
  tag: string,
  own: Partial<ValidatorTexts> = {},
): (reason: keyof ValidatorTexts, value?: number | string) => string {
  const known = canonicalTag(tag) || 'en';
  const name = languageNames(known).find((name) => name in languages) ?? 'en';
  const words = languages[name]!;
  return (reason, value = '') =>
    (own[reason] ?? words[reason]).replace(
      '{n}',
      typeof value === 'number' ? value.toLocaleString(known) : value,
    );
}
