"""Families of reports that say the same words about other people: what must never be merged.

Own texts. Within a family only names, teams, cities, days and spelled-out numbers change, never a digit: the
case that tests on numbers cannot see. `reports` makes them, `copies` what another outlet makes of one.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["FAMILIES", "LANGUAGES", "Report", "copied", "reports"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report of a family: `family` and `number` say which, `text` is its body."""

    language: str
    family: int
    number: int
    text: str


def reports(*, each: int, seed: int = 0) -> Iterator[Report]:
    """Yield `each` reports of every family; the same for the same seed."""
    chance = random.Random(seed)
    for language, templates in FAMILIES.items():
        for family, template in enumerate(templates):
            for number in range(each):
                text = _filled(template, _VALUES[language], chance)
                yield Report(language=language, family=family, number=number, text=text)


def copied(report: Report, *, seed: int = 0) -> str:
    """Return the report as another outlet runs it: its own dateline, a word changed, a closing line added."""
    chance = random.Random(f"{seed}-{report.text}")
    values = _VALUES[report.language]
    words = report.text.split(" ")
    place = chance.randrange(8, len(words) - 8)
    words[place : place + 1] = chance.choice([[], [words[place], words[place - 4]]])
    outlet, closing = _FRAMES[report.language]
    return f"{chance.choice(values['city'])} - {outlet} - {' '.join(words)}\n{closing}"


def _filled(template: str, values: dict[str, list[str]], chance: random.Random) -> str:
    """Fill the slots; `{city}` and `{city2}` are different cities, a repeated slot keeps its value."""
    slots = dict.fromkeys(re.findall(r"\{(\w+)\}", template))
    kinds: dict[str, list[str]] = {}
    filled = {}
    for slot in slots:
        kind = slot.rstrip("0123456789")
        if kind == "person":
            filled[slot] = f"{chance.choice(values['first'])} {chance.choice(values['last'])}"
            continue
        rest = kinds.setdefault(kind, chance.sample(values[kind], len(values[kind])))
        filled[slot] = rest.pop()
    return template.format_map(filled)


_FRAMES = {
    "en": ("The Morning Ledger", "Sign up to our newsletter for the stories of the day."),
    "ar": ("صحيفة الميدان", "تابعوا آخر الأخبار عبر قناتنا على تلغرام."),
    "fr": ("Le Courrier du Soir", "Abonnez-vous à notre lettre d'information quotidienne."),
    "es": ("El Diario del Valle", "Suscríbase a nuestro boletín para recibir las noticias."),
    "de": ("Der Landbote", "Abonnieren Sie unseren täglichen Newsletter."),
    "tr": ("Günün Sesi", "Haberleri kaçırmamak için bültenimize abone olun."),
    "ru": ("Утренний листок", "Подписывайтесь на наш канал, чтобы не пропустить новости."),
    "fa": ("روزنامه بامداد", "برای دریافت تازه‌ترین خبرها در خبرنامه ما عضو شوید."),
}

_VALUES: dict[str, dict[str, list[str]]] = {
    "en": {
        "first": "Alan Brenda Carlos Deborah Edwin Fiona Graham Helen Ivan Joanna Keith Laura Marcus Nadia Oscar "
        "Paula Quentin Rosa Samuel Teresa Umar Violet Walter Yvonne Zachary".split(),
        "last": "Abbott Barlow Carver Donnelly Easton Fairley Gorman Hastings Ingram Jessop Kilbride Lomax "
        "Merton Naylor Ormond Pickard Quayle Rudge Stobart Thwaite Underhill Vickers Whitlock Yardley".split(),
        "city": "Ashford Bolton Carlisle Dover Exeter Falmouth Grimsby Harrogate Ipswich Kendal Lincoln Margate "
        "Norwich Oldham Preston Reading Stafford Truro Warwick York".split(),
        "team": "Rovers Wanderers Albion Harriers Rangers Athletic Corinthians Swifts Hornets Falcons Mariners "
        "Colts Miners Bankers Saints Archers".split(),
        "num": "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split(),
        "day": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
        "org": "Northgate Hospital|the Harbour Board|Kestrel Insurance|the Weavers Guild|Maple Bank|Orchard "
        "College|the Canal Trust|Lantern Energy|Pinewood Airlines|the Quarry Union".split("|"),
        "role": "treasurer chairman director headteacher conductor librarian harbourmaster curator "
        "secretary surveyor".split(),
        "cause": "a short illness|a heart attack|a stroke|a fall at home|pneumonia|a long illness".split("|"),
        "crime": "burglary fraud arson perjury smuggling forgery blackmail theft".split(),
        "sky": "cloudy sunny rainy foggy windy humid stormy chilly".split(),
    },
    "ar": {
        "first": "أحمد خالد سامي رامي ليلى هدى منى فراس طارق زياد نادر وليد سلمى رنا باسم عمر حسام نزار كريم "
        "ماهر غسان جمال دينا سعاد".split(),
        "last": "الخطيب العمري الحداد النجار القاسم الزعبي المصري الطويل السالم الشامي الكردي البنا الصباغ "
        "الراوي التميمي العلي الحموي الجابري الدوسري الفارس".split(),
        "city": "إربد الزرقاء الكرك معان حلب حمص طرابلس صيدا البصرة الموصل أربيل طنجة فاس وهران قسنطينة صفاقس "
        "سوسة أسوان طنطا المنصورة".split(),
        "team": "النسور الأمل الوفاق الشعلة الفرسان الأنوار الصقور الهلالي الاتفاق النجوم الشباب الرياضي "
        "السواعد البحارة الجزيرة الوحدة".split(),
        "num": "ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة".split(),
        "day": "السبت الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة".split(),
        "org": "جامعة الساحل|غرفة الصناعة|بنك القوافل|هيئة الموانئ|نقابة المهندسين|شركة السنابل|مستشفى "
        "الرحمة|اتحاد المزارعين|جمعية المتقاعدين|مؤسسة الواحة".split("|"),
        "role": "مديرا أمينا رئيسا مستشارا عميدا ناطقا مفتشا محاسبا".split(),
        "country": "تونس المغرب الجزائر مصر العراق لبنان الكويت قطر عُمان البحرين موريتانيا السودان".split(),
        "crime": "الاختلاس التزوير السرقة الرشوة التهريب الابتزاز الاحتيال".split(),
        "sky": "غائمة مشمسة ماطرة ضبابية مغبرة باردة حارة رطبة".split(),
        "road": "الصحراوي الساحلي الدائري الزراعي الجبلي الدولي".split(),
    },
    "fr": {
        "first": "Alain Brigitte Claude Denise Étienne Florence Gérard Hélène Isabelle Jérôme Karine Lucien Monique "
        "Noël Odile Pascal Renée Sylvain Thérèse Victor".split(),
        "last": "Aubert Besson Carpentier Delorme Esnault Fabre Gauthier Hamel Imbert Joubert Lacombe Marchand "
        "Noiret Olivier Perrin Rouvière Sicard Tessier Vasseur Weber".split(),
        "city": "Angers Bourges Caen Dijon Évreux Foix Gap Laval Mende Nevers Orange Pau Quimper Rodez Saintes "
        "Tulle Vannes Vichy".split(),
        "team": "Étoile Olympique Stade Racing Avenir Entente Jeunesse Alliance Espérance Union Vaillante".split(),
        "num": "deux trois quatre cinq six sept huit neuf dix onze douze".split(),
        "day": "lundi mardi mercredi jeudi vendredi samedi dimanche".split(),
        "org": "la clinique des Tilleuls|la coopérative du Val|le lycée Sainte-Barbe|la banque Solvay-Martin|le "
        "syndicat des halles|la société Verrier|l'office du fleuve|la régie des eaux".split("|"),
        "role": "trésorier directeur président secrétaire conservateur intendant proviseur".split(),
        "crime": "escroquerie vol extorsion faux recel abus chantage".split(),
        "cause": "une longue maladie|un infarctus|une chute|une pneumonie|un accident de montagne".split("|"),
    },
    "es": {
        "first": "Alonso Beatriz Camilo Dolores Esteban Fátima Gonzalo Hortensia Ignacio Julia Leandro Matilde "
        "Nicolás Olga Patricio Rocío Sergio Tomasa Úrsula Vicente".split(),
        "last": "Arriaga Barrientos Cárdenas Domínguez Echeverría Fuentes Gallardo Herrera Ibáñez Jurado Larrea "
        "Manzano Narváez Ocampo Palacios Quintana Robles Salcedo Tapia Urrutia".split(),
        "city": "Albacete Burgos Cuenca Gijón Huelva Jaén Lugo Mérida Oviedo Palencia Segovia Teruel Vigo Zamora "
        "Cádiz Ávila".split(),
        "team": "Deportivo Atlético Unión Racing Estrella Independiente Libertad Progreso Victoria Fraternal".split(),
        "num": "dos tres cuatro cinco seis siete ocho nueve diez once doce".split(),
        "day": "lunes martes miércoles jueves viernes sábado domingo".split(),
        "org": "el hospital de San Roque|la cámara de comercio|la cooperativa del puerto|el banco Miraflores|el "
        "colegio de abogados|la compañía Alborada|la junta de riegos".split("|"),
        "role": "tesorero director presidente secretario conservador gerente decano".split(),
        "crime": "estafa robo cohecho falsificación contrabando extorsión".split(),
        "cause": "una larga enfermedad|un infarto|una caída|una neumonía|un derrame cerebral".split("|"),
    },
    "de": {
        "first": "Anton Birgit Christoph Dagmar Emil Frieda Günter Heike Ingo Jutta Konrad Lieselotte Moritz Nora "
        "Otto Petra Ralf Sabine Theo Ulrike".split(),
        "last": "Ahrens Brandt Clausen Dietrich Ebert Falk Gruber Hartwig Jansen Krüger Lorenz Matthes Neumann "
        "Opitz Paulsen Reimers Seidel Thiel Voss Winkler".split(),
        "city": "Aurich Bautzen Celle Dessau Erfurt Fulda Gera Hameln Jena Kassel Lüneburg Minden Plauen Rheine "
        "Suhl Trier Uelzen Wismar".split(),
        "team": "Eintracht Viktoria Borussia Concordia Germania Alemannia Fortuna Hansa Wacker Preußen".split(),
        "num": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf".split(),
        "day": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split(),
        "org": "die Sparkasse|das Stadttheater|die Handwerkskammer|das Klinikum|der Hafenverein|die Molkerei "
        "Sonnhof|der Bauernverband".split("|"),
        "role": "Schatzmeister Direktor Vorsitzenden Geschäftsführer Intendanten Schulleiter".split(),
    },
    "tr": {
        "first": "Ahmet Burcu Cemal Derya Emre Filiz Gökhan Hülya İsmail Kadir Leyla Murat Nalan Orhan Pınar Rıza "
        "Selin Tuncay Volkan Zeynep".split(),
        "last": "Akın Bozkurt Çetin Demirci Erdem Güneş Karaca Koçak Öztürk Polat Sağlam Şahin Taşkın Uysal "
        "Yıldız".split(),
        "city": "Amasya Bolu Çorum Denizli Edirne Giresun Isparta Kars Malatya Niğde Ordu Rize Sinop Tokat "
        "Uşak Yozgat".split(),
        "team": "Yıldızspor Demirspor Gençlerbirliği Limanspor Kalespor Dağspor Ovaspor İdmanyurdu".split(),
        "num": "iki üç dört beş altı yedi sekiz dokuz on".split(),
        "day": "pazartesi salı çarşamba perşembe cuma cumartesi pazar".split(),
    },
    "ru": {
        "first": "Антон Борис Виктор Галина Дмитрий Елена Захар Инна Кирилл Людмила Максим Нина Олег Полина Роман "
        "Светлана Тимур Ульяна Фёдор Юлия".split(),
        "last": "Абрамов Белкин Воронин Гусев Дёмин Ежов Жуков Зотов Исаев Крылов Лапин Миронов Носов Орлов Рябов "
        "Сомов Титов Уваров".split(),
        "city": "Брянске Вологде Ижевске Калуге Липецке Муроме Орле Пскове Рязани Самаре Твери Уфе Чите Элисте".split(),
        "team": "«Буревестник» «Звезда» «Искра» «Маяк» «Нефтяник» «Прогресс» «Сокол» «Темп» «Урожай» «Факел»".split(),
        "num": "два три четыре пять шесть семь восемь девять десять".split(),
        "day": "понедельник вторник среду четверг пятницу субботу воскресенье".split(),
    },
    "fa": {
        "first": "احمد بهروز پریسا جمشید حمید داریوش رضا زهرا سعید شیرین فرهاد کامران لاله مریم نادر هوشنگ".split(),
        "last": "اکبری باقری تهرانی جعفری حسینی داوودی رحیمی زارعی شریفی صادقی فلاحی قنبری کاظمی مرادی نوری".split(),
        "city": "اراک بوشهر تبریز خرم‌آباد رشت زنجان ساری شیراز قزوین کرمان گرگان مشهد همدان یزد".split(),
        "team": "پیکان فجر ذوب‌آهن ملوان سپیدرود نساجی شاهین تراکتور آلومینیوم صنعت".split(),
        "num": "دو سه چهار پنج شش هفت هشت نه ده".split(),
        "day": "شنبه یکشنبه دوشنبه پنجشنبه چهارشنبه جمعه".split(),
    },
}

LANGUAGES = tuple(_VALUES)

FAMILIES: dict[str, list[str]] = {
    "en": [
        "{team} of {city} beat {team2} by {num} goals to one on {day} to move up to third place in the league table.\n"
        "{person} opened the scoring midway through the first half with a header from a corner, and {person2} "
        "doubled the lead shortly after the break when the visiting defence failed to clear a long ball.\n"
        "{team2} pulled one back late in the game through {person3}, but the home side held on for the points.\n"
        "The manager, {person4}, said afterwards that he was proud of the way the players had kept their shape "
        "and that nobody at the club was looking further than the next match.",
        "{person} was appointed {role} of {org} on {day}, the board said in a statement.\n"
        "The appointment takes effect at the start of next month and follows the retirement of {person2}, who "
        "held the post for {num} years.\n"
        "The board thanked the outgoing {role} for long and loyal service and said it was confident that the "
        "change would be a smooth one for staff and for the public.",
        "{person}, a former {role} of {org}, has died in {city} after {cause}, the family said on {day}.\n"
        "Colleagues remembered a kind and patient teacher who never raised a voice in anger and who always had "
        "time for the young people just starting out in the profession.\n"
        "The funeral will be private. A service of thanksgiving will be held in {city} at a later date, and the "
        "family has asked for donations to charity instead of flowers.\n"
        "{person} leaves a spouse, {num} children and several grandchildren.",
        "A court in {city} sentenced {person} to {num} years in prison for {crime} on {day}.\n"
        "The judge, {person2}, said the offence had been carefully planned and that those who had trusted the "
        "defendant had suffered lasting harm.\n"
        "Counsel for the defence said an appeal was being considered and that the sentence was out of proportion "
        "to the facts established during the trial.",
        "It will be a {sky} day in {city} on {day}, forecasters said, with {sky2} spells likely in the evening "
        "and a light wind from the coast.\n"
        "People with gardens are advised to water their plants early in the morning, and drivers should take "
        "care on the higher roads, where the surface may be slippery.\n"
        "The outlook for the following days is {sky3}, the forecasters added.",
        "{org} said on {day} it had signed an agreement with {org2} to open a joint training centre in {city}.\n"
        "The centre will offer courses to {num} dozen apprentices in its first year and is expected to grow as "
        "demand rises, a spokesman, {person}, told reporters after the signing ceremony.\n"
        "The two sides have worked together before and said they hoped the new venture would serve as a model for "
        "other towns in the region.\n"
        "Local leaders welcomed the announcement and promised to improve the bus service to the site before the "
        "first students arrive in the autumn.",
        "Police in {city} are appealing for witnesses after a collision between a van and a bicycle on {day}.\n"
        "The cyclist, named locally as {person}, was taken to hospital with injuries that are not thought to be "
        "life threatening. The driver of the van stopped at the scene and was spoken to by officers.\n"
        "Anyone who saw the collision, or who has film of it, is asked to contact the station in {city}, quoting "
        "the name of the investigating officer, {person2}.",
    ],
    "ar": [
        "فاز فريق {team} على ضيفه {team2} بهدفين مقابل هدف في المباراة التي جمعتهما مساء {day} على ملعب مدينة "
        "{city} ضمن الجولة الماضية من الدوري.\n"
        "وتقدم أصحاب الأرض في الشوط الأول عن طريق اللاعب {person} بعد تمريرة متقنة من زميله {person2}، قبل أن يدرك "
        "الضيوف التعادل مطلع الشوط الثاني بواسطة {person3}.\n"
        "وسجل {person4} هدف الفوز في الدقائق الأخيرة من عمر اللقاء الذي أداره الحكم {person5} وسط حضور جماهيري "
        "كبير.\n"
        "وقال مدرب الفريق الفائز إن لاعبيه قدموا مباراة كبيرة وإن المنافسة على اللقب ما زالت مفتوحة أمام الجميع.",
        "استقبل وزير الخارجية {person} في مكتبه يوم {day} نظيره {person2} وزير خارجية {country} الذي يقوم بزيارة رسمية "
        "تستمر أياما.\n"
        "وبحث الجانبان خلال اللقاء العلاقات الثنائية بين البلدين الشقيقين وسبل تعزيزها في مختلف المجالات، إضافة "
        "إلى عدد من القضايا الإقليمية والدولية ذات الاهتمام المشترك.\n"
        "وأكد الوزيران أهمية استمرار التنسيق والتشاور بين البلدين بما يخدم مصالح الشعبين ويعزز الأمن والاستقرار "
        "في المنطقة.\n"
        "وحضر اللقاء السفير {person3} وعدد من كبار المسؤولين في الوزارة.",
        "قررت إدارة {org} يوم {day} تعيين {person} {role} لها خلفا للسيد {person2} الذي أحيل إلى التقاعد بعد خدمة "
        "طويلة.\n"
        "وأعربت الإدارة في بيان لها عن شكرها للسيد {person2} على ما قدمه من جهود مخلصة طوال سنوات عمله، متمنية "
        "للسيد {person} التوفيق في مهمته الجديدة.\n"
        "ويعد {person} من الكفاءات المعروفة في مجال عمله، وسبق له أن شغل مناصب عدة في {city} وخارجها.",
        "قضت محكمة {city} يوم {day} بسجن المتهم {person} مدة {num} سنوات بعد إدانته بتهمة {crime}.\n"
        "وقال القاضي {person2} في حيثيات الحكم إن المحكمة اطمأنت إلى أقوال الشهود وإلى ما ورد في التقارير الفنية "
        "المقدمة إليها من الجهات المختصة.\n"
        "وأعلن محامي الدفاع أنه سيستأنف الحكم أمام المحكمة الأعلى درجة خلال المدة التي حددها القانون.",
        "لقي {num} أشخاص مصرعهم وأصيب آخرون بجروح متفاوتة فجر {day} في حادث تصادم وقع على الطريق {road} قرب "
        "مدينة {city}.\n"
        "وقال الناطق باسم الدفاع المدني {person} إن فرق الإسعاف نقلت المصابين إلى مستشفى {city} لتلقي العلاج، فيما "
        "أخليت جثامين المتوفين إلى الطب الشرعي.\n"
        "وباشرت الجهات المختصة التحقيق في أسباب الحادث، ودعت السائقين إلى توخي الحذر والالتزام بالسرعات المحددة "
        "حفاظا على سلامتهم وسلامة الآخرين.",
        "تكون الأجواء يوم {day} {sky} في {city} مع ظهور كميات من الغيوم على ارتفاعات مختلفة، وتكون الرياح خفيفة "
        "السرعة تنشط أحيانا في ساعات المساء.\n"
        "وتتحول الأجواء في اليوم التالي إلى {sky2}، ويطرأ تغير طفيف على درجات الحرارة التي تبقى حول معدلاتها "
        "المعتادة لمثل هذا الوقت من العام.\n"
        "ودعا الراصد الجوي {person} المواطنين إلى متابعة النشرات الصادرة تباعا وعدم الانجرار وراء الشائعات.",
        "وقعت {org} يوم {day} مذكرة تفاهم مع {org2} لتدريب الشباب الباحثين عن العمل في مدينة {city}.\n"
        "وقال {person} الذي وقع المذكرة عن الجانب الأول إن البرنامج يهدف إلى تأهيل المشاركين وربطهم بسوق العمل، "
        "مشيرا إلى أن التسجيل يبدأ مطلع الشهر المقبل.\n"
        "من جهته ثمن {person2} هذا التعاون، مؤكدا أن أبواب المؤسسة ستبقى مفتوحة أمام كل مبادرة تخدم أبناء "
        "المجتمع المحلي.",
    ],
    "fr": [
        "{team} de {city} s'est imposé {day} sur le terrain de {team2} au terme d'une rencontre très disputée.\n"
        "{person} a ouvert la marque de la tête juste avant la pause, puis {person2} a doublé la mise sur un "
        "contre rondement mené alors que les visiteurs poussaient pour égaliser.\n"
        "L'entraîneur, {person3}, a salué l'état d'esprit de son groupe et rappelé que la saison était encore "
        "longue. Le club recevra {team3} à la prochaine journée du championnat.",
        "{person} a été nommé {day} {role} de {org}, a annoncé le conseil dans un communiqué.\n"
        "Il succède à {person2}, qui occupait ce poste depuis {num} ans et qui avait fait part de son souhait de "
        "prendre sa retraite à la fin de l'année.\n"
        "Le conseil a salué le travail accompli et s'est dit convaincu que la transition se ferait dans les "
        "meilleures conditions pour le personnel comme pour les usagers.",
        "Le tribunal de {city} a condamné {day} {person} à {num} ans de prison pour {crime}.\n"
        "La présidente, {person2}, a souligné la gravité des faits et le préjudice durable subi par les victimes, "
        "dont plusieurs avaient confié au prévenu les économies de toute une vie.\n"
        "L'avocat de la défense, {person3}, a indiqué qu'il ferait appel de cette décision.",
        "Ancien {role} de {org}, {person} est mort à {city} des suites d'{cause}, a fait savoir {day} sa famille.\n"
        "Ses collègues gardent le souvenir d'un homme discret et généreux, toujours prêt à transmettre son savoir "
        "aux plus jeunes et à défendre ceux qui n'osaient pas prendre la parole.\n"
        "Les obsèques auront lieu dans l'intimité. Un hommage public lui sera rendu plus tard à {city}.",
    ],
    "es": [
        "{team} de {city} venció este {day} a {team2} en un partido muy disputado que se decidió en los últimos "
        "minutos.\n"
        "{person} adelantó a los locales con un disparo desde fuera del área y {person2} empató poco después del "
        "descanso tras un error de la defensa.\n"
        "Cuando el encuentro parecía condenado al empate, {person3} marcó de cabeza el gol de la victoria ante el "
        "delirio de la grada. El técnico, {person4}, elogió la entrega de sus jugadores.",
        "{person} fue nombrado este {day} {role} de {org}, según informó la entidad en un comunicado.\n"
        "El nuevo {role} sustituye a {person2}, que deja el cargo tras {num} años para dedicarse a la "
        "enseñanza.\n"
        "La entidad agradeció el trabajo realizado y expresó su confianza en que el relevo se hará con plena "
        "normalidad para los empleados y para los ciudadanos.",
        "Un tribunal de {city} condenó este {day} a {person} a {num} años de cárcel por {crime}.\n"
        "La magistrada {person2} subrayó en la sentencia la gravedad de los hechos y el daño causado a quienes "
        "habían depositado su confianza en el acusado.\n"
        "El abogado defensor, {person3}, anunció que recurrirá el fallo ante la instancia superior.",
        "Murió en {city}, a causa de {cause}, {person}, antiguo {role} de {org}, informó este {day} su familia.\n"
        "Quienes trabajaron a su lado recuerdan a una persona discreta y generosa, siempre dispuesta a escuchar a "
        "los más jóvenes y a defender a los que no tenían voz.\n"
        "El entierro se celebrará en la intimidad y más adelante habrá un acto público en su memoria en {city}.",
    ],
    "de": [
        "{team} {city} hat am {day} das Heimspiel gegen {team2} gewonnen und damit den dritten Platz gefestigt.\n"
        "{person} brachte die Gastgeber kurz vor der Pause mit einem Kopfball in Führung, {person2} erhöhte nach "
        "einem schnellen Gegenstoß. Den Anschlusstreffer der Gäste erzielte {person3} erst in der Nachspielzeit.\n"
        "Trainer {person4} lobte nach dem Abpfiff die geschlossene Leistung der Mannschaft und warnte zugleich "
        "davor, das nächste Spiel auf die leichte Schulter zu nehmen.",
        "{org} in {city} bekommt eine neue Leitung: {person} wird zum Monatsbeginn zum {role} berufen, wie am {day} "
        "mitgeteilt wurde.\n"
        "Damit endet die Amtszeit von {person2}, der das Haus {num} Jahre lang geführt hatte und nun in den "
        "Ruhestand tritt.\n"
        "Der Vorstand dankte für die geleistete Arbeit und zeigte sich zuversichtlich, dass der Übergang ohne "
        "Reibung gelingen werde.",
    ],
    "tr": [
        "{city} ekibi {team}, {day} günü sahasında ağırladığı {team2} karşısında galip gelerek üçüncü sıraya "
        "yükseldi.\n"
        "Ev sahibi takım ilk yarının sonlarında {person} ile öne geçti, ikinci yarının hemen başında {person2} farkı "
        "ikiye çıkardı. Konuk ekibin tek golünü maçın son dakikalarında {person3} kaydetti.\n"
        "Karşılaşmanın ardından konuşan teknik direktör {person4}, oyuncularının mücadelesinden memnun olduğunu ve "
        "artık önlerindeki maça bakacaklarını söyledi.",
        "{city} kentinde {day} sabahı meydana gelen trafik kazasında {num} kişi yaralandı.\n"
        "Görgü tanığı {person}, yağmur nedeniyle kayganlaşan yolda sürücünün direksiyon hakimiyetini kaybettiğini "
        "ve aracın karşı şeride geçtiğini anlattı.\n"
        "Yaralılar çevredeki hastanelere kaldırılırken, vali {person2} kazayla ilgili soruşturma başlatıldığını "
        "ve yolun kısa sürede trafiğe açıldığını bildirdi.",
    ],
    "ru": [
        "В {city} в {day} состоялся матч местной команды {team} с гостями из клуба {team2}, завершившийся победой "
        "хозяев поля.\n"
        "Счёт в конце первого тайма открыл {person}, а вскоре после перерыва преимущество удвоил {person2}, "
        "воспользовавшийся ошибкой защитников.\n"
        "Единственный мяч в составе гостей забил {person3}. Главный тренер {person4} поблагодарил болельщиков за "
        "поддержку и отметил, что до конца сезона остаётся ещё много игр.",
        "Суд в {city} в {day} приговорил бывшего чиновника по имени {person} к {num} годам лишения свободы.\n"
        "Судья {person2} отметила, что вина подсудимого полностью доказана показаниями свидетелей и заключениями "
        "экспертов, а доводы защиты не нашли подтверждения.\n"
        "Адвокат {person3} заявил журналистам, что приговор будет обжалован в установленный законом срок.",
    ],
    "fa": [
        "تیم {team} {city} عصر {day} در دیداری نزدیک از سد {team2} گذشت و به رده سوم جدول رسید.\n"
        "گل نخست این بازی را {person} در پایان نیمه نخست به ثمر رساند و {person2} اندکی پس از آغاز نیمه دوم برتری "
        "میزبان را دو برابر کرد.\n"
        "تنها گل میهمان را {person3} در دقایق پایانی زد. سرمربی تیم میزبان، {person4}، پس از بازی از تلاش "
        "بازیکنان خود قدردانی کرد و گفت راه درازی تا پایان فصل مانده است.",
        "دادگاه {city} روز {day} {person} را به {num} سال زندان محکوم کرد.\n"
        "قاضی {person2} در متن رأی نوشته است که اتهام‌های وارد شده با گواهی شاهدان و گزارش کارشناسان ثابت شده و "
        "دفاعیات متهم پذیرفته نیست.\n"
        "وکیل مدافع، {person3}، اعلام کرد که در مهلت قانونی به این حکم اعتراض خواهد کرد.",
    ],
}
