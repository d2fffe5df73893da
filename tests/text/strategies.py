"""Text that looks like what documents print, for the properties of every parser."""

from __future__ import annotations

from hypothesis import strategies as st

LANGUAGES = st.sampled_from(["sv", "da"])

_PIECES = [
    "2 996", "1.234", "1,2,3", "4,8%", "4,8 %", "- 14 870", "−3", "–26", "20-25", "≥0", "< 5",
    "minst", "mindst", "högst", "under", "over", "tkr", "pct.", "procent", "år", "års", "personer",
    "2019", "2019-2022", "2017-13", "december 2017", "31. februar 2017", "31 februari 2017",
    "våren 2016", "kvartal 2 2019", "2. kvartal 2017", "udgangen af", "slutet av", "fra", "til",
    "från", "till", "eller", "i", "end", "än", "Basvärde", "Basisværdi", "=", "saknas", "mangler",
    "ska", "skal", "inte", "ikke", "öka", "minska", "falde", "reduceret", "med", "flere", "fler",
    "färre", "bedre end", "bättre än", "landsgennemsnittet", "andelen", "antallet", "som", "der",
    "att", "§", "kap", "mål", "1.", "(", ")", "*", "**", ":", ";", ",", ".", "•", "\n\n", "\t",
    "[…]", "Xxxx", "A:", "4 arbete", "2 studier", "<i>", "</i>", "\u00a0", "\u200b", "+", "-",
    "\u017feptember 2017", "İ", "K", "²", "½", "٣", "[2017,2018]", "2019/2018", "T4 2018", "0580",
]  # fmt: skip

TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(_PIECES), max_size=12).map(" ".join),
    st.lists(st.sampled_from(_PIECES), max_size=6).map("".join),
)
