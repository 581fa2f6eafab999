"""Uzbek from Latin letters to Cyrillic ones and back: rules, capitals, apostrophes, what stays, exceptions."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darslik.translit import Exceptions, markdown_to_cyrillic, markdown_to_latin, normalise, to_cyrillic, to_latin
from darslik.translit.cyrillic import stems, word_to_cyrillic
from darslik.translit.exceptions import foreign_words, is_roman
from darslik.translit.media import convert_svg, convert_vtt

BOTH = """
    oʻzbek ўзбек | gʻalaba ғалаба | choʻl чўл | shahar шаҳар | yoʻq йўқ | yoʻl йўл | yangi янги | yurt юрт | yosh ёш
    yer ер | Yevropa Европа | qayer қаер | eshik эшик | tel тел | poema поэма | aerozol аэрозоль | ertaga эртага
    maʼno маъно | eʼlon эълон | sanʼat санъат | Isʼhoq Исҳоқ | asʼhob асҳоб | ishonch ишонч
    obyekt объект | subyekt субъект | konstitutsiya конституция | litsenziya лицензия | sement цемент | sirk цирк
    abzats абзац | funksiya функция | pensiya пенсия | stansiya станция | millat миллат | aytsin айтсин | ketsa кетса
    aprel апрель | iyul июль | sentabr сентябрь | oktabr октябрь | noyabr ноябрь | dekabr декабрь | yanvar январь
    rayon район | mayor майор | moʻjiza мўжиза | daryo дарё | boʻyoq бўёқ | qoʻyyapti қўйяпти | dunyo дунё
    Mirziyoyev Мирзиёев | Oʻzbekiston Ўзбекистон | Qoraqalpogʻiston Қорақалпоғистон | Toshkent Тошкент
    SHAHAR ШАҲАР | Shahar Шаҳар | OʻZBEKISTON ЎЗБЕКИСТОН | SHOʻR ШЎР | OʻzMU ЎзМУ | AQSH АҚШ | AQSHning АҚШнинг
    OʻzLiDeP ЎзЛиДеП | BMT БМТ | YUNESKO ЮНЕСКО | Sh. Ш. | E. Э. | Oʻ. Ў. | CHOʻL ЧЎЛ
    chora-tadbir чора-тадбир | maʼmuriy-hududiy маъмурий-ҳудудий | 5-“A” 5-“А”
"""
PAIRS = [tuple(pair.split()) for line in BOTH.splitlines() for pair in line.split("|") if pair.strip()]


@pytest.mark.parametrize(("latin", "cyrillic"), PAIRS)
def test_both_ways(latin: str, cyrillic: str) -> None:
    assert (to_cyrillic(latin), to_latin(cyrillic)) == (cyrillic, latin)


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("2021-yil 1-fevralda", "2021 йил 1 февралда"),
        ("2025-yilning 23-noyabr kuni", "2025 йилнинг 23 ноябрь куни"),
        ("1990-yillarda 5-sinf, 3 yil", "1990-йилларда 5-синф, 3 йил"),
    ],
)
def test_dates_have_a_hyphen_in_latin_letters_only(latin: str, cyrillic: str) -> None:
    assert (to_cyrillic(latin), to_latin(cyrillic)) == (cyrillic, latin)


TO_CYRILLIC = {
    "YoMon": "ЁМон",
    "AQSh, AQShning": "АҚШ, АҚШнинг",
    "SHH": "ШҲ",
    "automobillar": "аутомобиллар",
    "avtomobillar, avtomobili, avtomobil": "автомобиллар, автомобили, автомобиль",
    "aprelda, iyuldan, sentabrdagi": "апрелда, июлдан, сентябрдаги",
    "telemodel": "телемодель",
}


@pytest.mark.parametrize(("latin", "cyrillic"), TO_CYRILLIC.items())
def test_only_to_cyrillic(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic


TO_LATIN = {
    "ЁМОН": "YOMON",
    "ЁМон": "YoMon",
    "съезд, объект, меъёр": "syezd, obyekt, meʼyor",
    "медальон": "medalyon",
    "область, борщ, рыба": "oblast, borsh, riba",
    "Cтатистика": "Statistika",  # typed with a Latin C
    "ХХI аср, ХIХ": "XXI asr, XIX",  # numerals typed with Cyrillic Х
    "PDFни CSV-файл": "PDFni CSV-fayl",
}


@pytest.mark.parametrize(("cyrillic", "latin"), TO_LATIN.items())
def test_only_to_latin(cyrillic: str, latin: str) -> None:
    assert to_latin(cyrillic) == latin


@pytest.mark.parametrize("sign", "'`´ʻʼʹʽ‘’‛′＇")
def test_apostrophes_that_people_type(sign: str) -> None:
    typed = f"O{sign}zbek, tog{sign}, ma{sign}no, to{sign}g{sign}ri, mo{sign}jiza, G{sign}OLIB"
    assert normalise(typed) == "Oʻzbek, togʻ, maʼno, toʻgʻri, moʻjiza, GʻOLIB"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("'Oʻzbek' so'zi", "'Oʻzbek' soʻzi"),
        ("‘ochiq’ va ’yopiq’", "‘ochiq’ va ’yopiq’"),
        ("'bog' va 'tog''", "'bog' va 'togʻ'"),
        ("“tog'” dedi", "“togʻ” dedi"),
        ("mavzuʻ", "mavzuʼ"),
        ("5' va 6\"", "5' va 6\""),
        ("", ""),
    ],
)
def test_quotation_marks_are_none(typed: str, meant: str) -> None:
    assert normalise(typed) == meant


@given(st.text(alphabet="oOgGa '’ʻʼ‘\"bнў.,", max_size=20))
def test_what_is_normal_stays(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


STAYS = [
    "XXI XIX IV MCMXCIX", "CSV JSON PDF UTF GitHub Excel Windows WhatsApp", "café naïve Ångström", "Cambridge web",
    "MP3 A4 H2O CO2 B2B", "hudud_kodi __init__", "DCAT-AP CC BY-NC", "Ўзбекистон тоғ", "1718 3,5 %", "",
]  # fmt: skip


@pytest.mark.parametrize("text", STAYS)
def test_stays_in_latin_letters(text: str) -> None:
    assert to_cyrillic(text) == text


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("XXI asr, V sinf, I–IV boblar", "XXI аср, V синф, I–IV боблар"),
        ("I. Karimov, V. Orlov", "И. Каримов, В. Орлов"),
        ("CSVni PDFʼda CSV-fayl Exceldan", "CSVни PDFда CSV-файл Excelдан"),
        ("PDFfobiya", "ПДФфобия"),
        ("5 km, 10 kg, 100 Hz, 2 kW, 60 km/h, 220 V", "5 км, 10 кг, 100 Гц, 2 кВт, 60 км/соат, 220 В"),
        ("Тoshkent", "Тошкент"),
        ("OʻRQ-369-son", "ЎРҚ-369-сон"),
    ],
)
def test_numerals_units_and_foreign_names(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic


@pytest.mark.parametrize("word", ["MIL", "DILI", "LILI", "VIX", "IIII", "I", "MI", "CD", ""])
def test_not_every_word_of_these_letters_is_a_numeral(word: str) -> None:
    assert not is_roman(word)


MARKDOWN = [
    ("`kod soʻz` ``a ` b`` soʻz", "`kod soʻz` ``a ` b`` сўз"),
    ("[fayl](maktab/fayl.csv \"Nomi\")", "[файл](maktab/fayl.csv \"Номи\")"),
    ("![rasm](media/rasm.svg){width=300}", "![расм](media/rasm.svg){width=300}"),
    ("{term}`ochiq <open>` {cite}`odc` {term}`odc`", "{term}`очиқ <open>` {cite}`odc` {term}`odc`"),
    ("[Open Data Charter]{lang=en} va [bu]{.katta}", "[Open Data Charter]{lang=en} ва [бу]{.katta}"),
    ("{{bir|*ikki|uch}} va {{15}}", "{{бир|*икки|уч}} ва {{15}}"),
    ("$a_{son} + b$ va $$x = son$$ soʻm", "$a_{son} + b$ ва $$x = son$$ сўм"),
    ("5 $ va 6 $ pul", "5 $ ва 6 $ пул"),
    ("Izoh[^izoh] **qalin** *bu*", "Изоҳ[^izoh] **қалин** *бу*"),
    ('<b class="son">soʻz</b> <!-- izoh -->', '<b class="son">сўз</b> <!-- izoh -->'),
    ("&nbsp;&amp; a < b", "&nbsp;&amp; а < б"),
    ("https://lex.uz/docs/1?til=uz. Sayt", "https://lex.uz/docs/1?til=uz. Сайт"),
    ("<https://lex.uz> lex.uz saytida, data.egov.uz/uz.", "<https://lex.uz> lex.uz сайтида, data.egov.uz/uz."),
    ("info@stat.uz ga yozing", "info@stat.uz га ёзинг"),
    ("maktablar.csv va ../files/jadval-2025.xlsx fayli", "maktablar.csv ва ../files/jadval-2025.xlsx файли"),
    ("Bu tamom.Yangi gap", "Бу тамом.Янги гап"),
    ("Sarlavha {#sarlavha}", "Сарлавҳа {#sarlavha}"),
    ("qator\\\nkeyingi", "қатор\\\nкейинги"),
    ("[matn][havola]", "[матн][havola]"),
]  # fmt: skip


@pytest.mark.parametrize(("latin", "cyrillic"), MARKDOWN)
def test_markdown_keeps_what_machines_read(latin: str, cyrillic: str) -> None:
    assert markdown_to_cyrillic(latin) == cyrillic


@pytest.mark.parametrize(("latin", "cyrillic"), MARKDOWN[:8])
def test_markdown_back(latin: str, cyrillic: str) -> None:
    assert markdown_to_latin(cyrillic) == latin


def test_markdown_normalises_words_alone() -> None:
    assert markdown_to_cyrillic("o'zbek `o'zbek` [don't]{lang=en}") == "ўзбек `o'zbek` [don't]{lang=en}"


OWN = Exceptions(
    {"tsunami": "цунами", "gel": "гель", "ok": "оқ"}, frozenset({"Deloitte", "Lex"}), frozenset({"in Love"})
)


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Tsunami, TSUNAMINING, tsunamilar", "Цунами, ЦУНАМИНИНГ, цунамилар"),
        ("gel, geli, Gellar", "гель, гели, Геллар"),
        ("ok okean", "оқ океан"),
        ("Deloitte, Deloitteda, Deloittening, Deloittechi", "Deloitte, Deloitteда, Deloitteнинг, Deloitteчи"),
        ("Lex lex Lexus", "Lex лех Лехус"),
        ("Shekspir in Love filmi", "Шекспир in Love фильми"),
    ],
)
def test_exceptions_of_a_course(latin: str, cyrillic: str) -> None:
    assert markdown_to_cyrillic(latin, OWN) == cyrillic


def test_exceptions_work_back() -> None:
    own = Exceptions({"syrk": "цирк"})
    assert to_latin("Цирк ЦИРКДА цирки", own) == "Syrk SYRKDA syrki"


def test_every_stem_comes_back() -> None:
    wrong = {latin: to_latin(cyrillic) for latin, cyrillic in stems().items() if to_latin(cyrillic) != latin}
    assert wrong == {}


def test_stems_are_needed_sorted_and_in_small_letters() -> None:
    rows = stems()
    assert list(rows) == sorted(rows)
    assert all(re.fullmatch("[a-zʻʼ-]{3,}", latin) for latin in rows)
    assert all(word_to_cyrillic(latin) == cyrillic for latin, cyrillic in rows.items())


def test_no_foreign_word_is_one_in_small_letters() -> None:
    assert [word for word in foreign_words() if word == word.lower()] == []


SYLLABLES = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", *"бвгджзйклмнпрстфхчшқғҳ"]),
        st.sampled_from("аоуиэў"),
        st.sampled_from(["", *"бвгджзклмнпрстфхчшқғҳ"]),
    ),
)


@st.composite
def native(draw: st.DrawFn) -> str:
    """A word as Uzbek phonology and the Cyrillic orthography allow it: э at its beginning and after vowels, е else."""
    word = "".join(draw(st.lists(SYLLABLES, min_size=1, max_size=4)))
    word = re.sub(r"(?<=[^аоуиэў])э", "е", word)
    for pair, letter in {"йа": "я", "йо": "ё", "йу": "ю", "йэ": "е", "йе": "е"}.items():
        word = word.replace(pair, letter)
    return word


@given(native())
def test_native_words_come_back(word: str) -> None:
    latin = to_latin(word)
    if word_to_cyrillic(latin) != word:  # a stem of the list begins the same way, or т and с meet
        assert any(latin.startswith(stem) or stem in latin for stem in stems()) or "ts" in latin or "ye" in latin


@given(native())
def test_capitals_change_nothing_else(word: str) -> None:
    latin = to_latin(word)
    assert to_cyrillic(latin.upper()) in {to_cyrillic(latin).upper(), latin.upper()}
    assert to_cyrillic(latin.capitalize()).lower() in {to_cyrillic(latin), latin}


@given(st.text(alphabet="abchsyoʻʼ`$[](){}<>#|*_\\.:/ 1", max_size=30))
def test_any_text_is_converted_and_twice_is_once(text: str) -> None:
    once = markdown_to_cyrillic(text)
    assert markdown_to_cyrillic(once) == once


def test_drawing() -> None:
    svg = (
        '<?xml version="1.0"?><svg xml:lang="uz-Latn" aria-label="Oʻq &amp; yoy"><style>.son{fill:red}</style>'
        "<title>Shahar</title><!-- izoh --><g lang='en'><text>Open <tspan>data</tspan></text></g>"
        '<text id="son" class="yozuv">Ochiq &lt; yopiq</text></svg>'
    )
    assert convert_svg(svg, to_cyrillic, ("uz-Latn", "uz-Cyrl")) == (
        '<?xml version="1.0"?><svg xml:lang="uz-Cyrl" aria-label="Ўқ &amp; ёй"><style>.son{fill:red}</style>'
        "<title>Шаҳар</title><!-- izoh --><g lang='en'><text>Open <tspan>data</tspan></text></g>"
        '<text id="son" class="yozuv">Очиқ &lt; ёпиқ</text></svg>'
    )


def test_captions() -> None:
    head = "WEBVTT Nomi\n\nNOTE izoh\nbu\n\nbir\n00:01.000 --> 00:02.000 align:start\n"
    cue = "<v Aziz>Salom, <i>doʻst</i>!\n<lang en>Hello</lang>\n"
    made = cue.replace("Salom", "Салом").replace("doʻst", "дўст")
    assert convert_vtt(head + cue, to_cyrillic) == head + made
