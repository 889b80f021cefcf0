"""What the groups of the sample wrote: the worksheet on Ramsania in two languages, and what they said to each other.

The facts are those of the case in `catalogue/a9714776/documents/case`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Localized = Mapping[str, str]

CELLS: Sequence[tuple[Localized, Localized, Localized]] = (
    (
        {
            "en": "Four officers on the labour migration desk; districts and returned women are not at the table.",
            "fr": "Quatre agents au bureau des migrations ; ni les districts ni les femmes rentrées ne siègent.",
        },
        {
            "en": "Set up a tripartite committee with a secretariat; publish its calendar; meet every two months.",
            "fr": (
                "Créer un comité tripartite avec un secrétariat ; publier son "
                "calendrier ; le réunir tous les deux mois."
            ),
        },
        {
            "en": "Ministry of Labour and Employment (lead), with unions, employers and the two border districts.",
            "fr": (
                "Ministère du Travail et de l’Emploi (chef de file), avec syndicats, employeurs et les deux districts."
            ),
        },
    ),
    (
        {
            "en": (
                "Register: 61,000 departures without their sex; licensed agencies report 17,200. Nobody counts returns."
            ),
            "fr": (
                "Registre : 61 000 départs sans le sexe ; les agences en déclarent 17 "
                "200. Personne ne compte les retours."
            ),
        },
        {
            "en": "Add a migration module to the labour force survey (4 million dala), women and men apart.",
            "fr": "Ajouter un module migrations à l’enquête emploi (4 millions de dalas), femmes et hommes séparés.",
        },
        {
            "en": "National Statistics Office; immigration and the agencies hand in their figures each quarter.",
            "fr": (
                "Office national de la statistique ; immigration et agences remettent leurs chiffres chaque trimestre."
            ),
        },
    ),
    (
        {
            "en": "1.2 million dala a year for the desk: 0.25 per cent of the ministry’s budget.",
            "fr": "1,2 million de dalas par an pour le bureau : 0,25 pour cent du budget du ministère.",
        },
        {
            "en": "Five priorities within 60 million dala over three years, each with a start, an end and a cost.",
            "fr": "Cinq priorités dans les 60 millions de dalas sur trois ans, chacune avec début, fin et coût.",
        },
        {
            "en": "Ministry of Finance and Ministry of Labour, in the budget law of each year.",
            "fr": "Ministères des Finances et du Travail, dans la loi de finances de chaque année.",
        },
    ),
    (
        {
            "en": "4,200 posts for nurses stay vacant while 900 of 1,500 graduates leave (700 women).",
            "fr": "4 200 postes de soins restent vacants ; 900 diplômés sur 1 500 partent (700 femmes).",
        },
        {
            "en": "Link training places to vacancies: welders and electricians, with places kept for women.",
            "fr": (
                "Lier les places de formation aux postes vacants : soudure et "
                "électricité, avec des places pour les femmes."
            ),
        },
        {
            "en": "Ministry of Education and Skills with the Qualifications Authority and the employers.",
            "fr": "Ministère de l’Éducation, avec l’autorité des qualifications et les employeurs.",
        },
    ),
    (
        {
            "en": "Convention No. 97 is ratified, Nos. 143, 181 and 189 are not; 40,000 work in private homes here.",
            "fr": (
                "Convention n° 97 ratifiée, non les n° 143, 181 et 189 ; 40 000 personnes au travail domestique ici."
            ),
        },
        {
            "en": (
                "Replace the circular of 2015 by rules on recruitment; prepare the ratification of Nos. 181 and 189."
            ),
            "fr": (
                "Remplacer la circulaire de 2015 par des règles de recrutement ; "
                "préparer la ratification des n° 181 et 189."
            ),
        },
        {
            "en": "Ministry of Labour, Ministry of Women and Social Affairs, parliament.",
            "fr": "Ministère du Travail, ministère des Femmes et des Affaires sociales, parlement.",
        },
    ),
    (
        {
            "en": "88,000 work in Qasira, 79,000 of them women, without an agreement that protects them.",
            "fr": "88 000 travaillent au Qasira, dont 79 000 femmes, sans accord qui les protège.",
        },
        {
            "en": "Negotiate a standard contract with Qasira; a labour attaché there (3 million dala a year).",
            "fr": (
                "Négocier un contrat type avec le Qasira ; y placer un attaché du travail (3 millions de dalas par an)."
            ),
        },
        {
            "en": "Ministry of Foreign Affairs with the Ministry of Labour; unions of both countries take part.",
            "fr": "Affaires étrangères avec le Travail ; les syndicats des deux pays participent.",
        },
    ),
    (
        {
            "en": (
                "Selu and Kande carry the border, learn of rules when they are decided, and have no budget for them."
            ),
            "fr": (
                "Selu et Kande portent la frontière, apprennent les règles une fois décidées, et n’ont pas de budget."
            ),
        },
        {
            "en": (
                "A migrant resource centre in each of the two (1.5 million dala a "
                "year) and a monthly exchange of figures."
            ),
            "fr": "Un centre d’accueil dans chacun des deux (1,5 million par an) et un échange mensuel de chiffres.",
        },
        {
            "en": "District councils of Selu and Kande; the secretariat answers them within two weeks.",
            "fr": "Conseils de Selu et de Kande ; le secrétariat leur répond sous deux semaines.",
        },
    ),
    (
        {
            "en": "62 inspectors for the whole country; one returned woman in seven knew where to complain.",
            "fr": "62 inspecteurs pour tout le pays ; une femme rentrée sur sept savait où se plaindre.",
        },
        {
            "en": (
                "Twelve indicators with baseline and target; 20 inspectors more (6 "
                "million dala a year), half of them women."
            ),
            "fr": (
                "Douze indicateurs avec départ et cible ; 20 inspecteurs de plus (6 "
                "millions par an), dont la moitié de femmes."
            ),
        },
        {
            "en": "Tripartite committee, with a report to parliament each year.",
            "fr": "Comité tripartite, avec un rapport au parlement chaque année.",
        },
    ),
)
"""By principle: challenge, action, who is responsible."""

POSTS: Sequence[Localized] = (
    {
        "en": "I have put the figures of tables 3 and 4 side by side: **they do not agree** on agencies.",
        "fr": "J’ai mis côte à côte les tableaux 3 et 4 : **ils ne s’accordent pas** sur les agences.",
    },
    {
        "en": "Could somebody check the costs for principle 3? We stand at 54 million dala.",
        "fr": "Quelqu’un peut-il vérifier les coûts du principe 3 ? Nous en sommes à 54 millions de dalas.",
    },
    {
        "en": "The slides are ready for the rehearsal: ten, as asked.",
        "fr": "Les diapositives sont prêtes pour la répétition : dix, comme demandé.",
    },
    {
        "en": "I agree with the wording on seasonal permits.",
        "fr": "D’accord avec la rédaction sur les permis saisonniers.",
    },
)
"""What members wrote to each other, in turn."""

ASKED: Localized = {
    "en": "Two of us have not been seen since the first meeting. What should we do with their tasks?",
    "fr": "Deux d’entre nous n’ont pas reparu depuis la première rencontre. Que faire de leurs tâches ?",
}
"""What an ambassador asks the assistants in the living course."""

EXTRA_TASK: Localized = {
    "en": "Read the worksheet once through and mark what somebody outside would not understand.",
    "fr": "Relire toute la grille et noter ce que quelqu’un d’extérieur ne comprendrait pas.",
}
"""A task that the ambassador set beside those of the roles."""
